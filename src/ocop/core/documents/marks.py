"""What is printed across every page of every paper: the paper's own mark, and that of the installation."""

from collections.abc import Callable

_installation: list[Callable[[], str]] = []


def mark_every_paper(says: Callable[[], str]) -> None:
    """Have each paper carry what `says` returns ("" for nothing), as a rehearsal's papers say that they are one."""
    _installation.append(says)


def watermark(own: str) -> str:
    """The mark of a paper: its own ("DỰ THẢO", "DỮ LIỆU MINH HOẠ"), then the installation's. Every paper passes here
    when it is made, whatever it is made of."""
    return " – ".join(filter(None, dict.fromkeys([own, *(says() for says in _installation)])))
