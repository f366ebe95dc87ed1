"""What every official paper has: who issues it, its number, place and date, who signs, who receives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ocop.documents.blocks import Block, Form, Head, Paper
from ocop.documents.blocks import Signer as PaperSigner
from ocop.documents.kinds import told
from ocop.documents.writing import long_date, place_and_date, points_text

from .facts import Decision, committee, in_text


@dataclass(frozen=True, slots=True)
class Signer:
    authority: str = told("Thẩm quyền ký, như “KT. CHỦ TỊCH”", "Authority, as “KT. CHỦ TỊCH”", "")
    title: str = told("Chức vụ người ký", "Title of who signs", "")
    name: str = told("Họ và tên người ký", "Name of who signs", "")

    def drawn(self) -> PaperSigner:
        return PaperSigner(self.authority, self.title, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """The frame of every paper. form and watermark are ours to draw: no template names them."""

    superior: str = told("Cơ quan cấp trên, có thể để trống", "The body above, may be empty", "")
    body: str = told("Cơ quan ban hành", "The issuing body")
    number: str = told("Số, ký hiệu", "Number and sign", "")
    place_and_date: str = told("Địa danh, ngày tháng năm", "Place and date")
    subject: str = told("Trích yếu", "Subject")
    signer: Signer = told("Người ký", "Who signs", Signer())
    recipients: tuple[str, ...] = told("Nơi nhận, từng dòng", "Recipients, line by line", ())
    form: Form = Form.STATE
    watermark: str = ""

    def drawn(
        self,
        kind: str,
        blocks: Sequence[Block],
        *,
        secretary: str | None = None,
        is_landscape: bool = False,
    ) -> Paper:
        """The paper of these blocks; a secretary signs at the left."""
        signers: tuple[PaperSigner, ...] = (self.signer.drawn(),)
        if secretary is not None:
            signers = (PaperSigner("", "Thư ký", secretary), *signers)
        return Paper(
            head=Head(self.body, self.superior, self.number, self.place_and_date),
            kind=kind,
            subject=self.subject,
            blocks=tuple(blocks),
            signers=signers,
            recipients=self.recipients,
            form=self.form,
            is_landscape=is_landscape,
            watermark=self.watermark,
        )

    def paper(self) -> Paper:
        """The paper as we lay it out; each kind has its own."""
        raise NotImplementedError


def decision_text(number: str, day: date | None) -> str:
    """ "Quyết định số 99/QĐ-UBND ngày 15 tháng 01 năm 2021"."""
    return f"Quyết định số {number}" + (f" {long_date(day)}" if day else "")


def signer(decision: Decision) -> Signer:
    return Signer(decision.authority, decision.title, decision.signer)


def stars_text(stars: int) -> str:
    return f"{stars} sao" if stars else "Không xếp hạng"


def shown(points: Decimal | str) -> str:
    return points if isinstance(points, str) else points_text(points)


__all__ = [
    "Form",
    "Official",
    "Signer",
    "committee",
    "decision_text",
    "in_text",
    "place_and_date",
    "shown",
    "signer",
    "stars_text",
]
