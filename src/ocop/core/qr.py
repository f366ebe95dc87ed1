"""QR codes, and the signature by which a phone knows without a network that what is in one is ours.

What is signed is a token, `<data>.<signature>`. `data` is base64url (no padding) of a JSON object with one-letter keys, k
the id of the key. `signature` is base64url of the 64 bytes of Ed25519 over the ASCII bytes of `data` as it stands in the
token. `frontend/src/token.js` reads one on the phone and refuses the same things as `verify`.

Keys have ids (the first 36 bits of the SHA-256 of their public half). An installation signs with one key and goes on
trusting the public halves of its earlier ones, kept in a text file beside it, one a line.

The keys of a rehearsal are of another kind: their ids begin with "DT-", and what they sign is "DT-" before the data. So a
phone tells such a code by its id, whosever page it has, and no real installation accepts one, even if its key were among
those that are trusted.
"""

import base64
import hashlib
import io
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import segno
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

REHEARSAL = "DT-"
"""Of "diễn tập"."""


class Forged(Exception):
    """The token was not signed by this key, or it was changed."""


class Rehearsed(Forged):
    """The token is that of a rehearsal, and this installation is not the one."""


def svg(text: str) -> str:
    """A QR code as SVG without a size of its own, with the quiet zone that readers need."""
    output = io.BytesIO()
    segno.make(text, micro=False, error="m").save(
        output, kind="svg", xmldecl=False, omitsize=True, svgclass=None, lineclass=None
    )
    return output.getvalue().decode()


def png(text: str, *, scale: int = 6) -> bytes:
    """A QR code as PNG, `scale` pixels a module."""
    output = io.BytesIO()
    segno.make(text, micro=False, error="m").save(output, kind="png", scale=scale)
    return output.getvalue()


@dataclass(frozen=True, slots=True)
class Keyring:
    """The key that signs now, its id, and every public half that is trusted, by id."""

    signing: Ed25519PrivateKey
    id: str
    public: Mapping[str, str]


def signed(facts: Mapping[str, str | int], keys: Keyring) -> str:
    """The token of facts by one-letter names other than k."""
    told = {"k": keys.id, **facts}
    data = _packed(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())
    return f"{data}.{_packed(keys.signing.sign(_signed(data, keys.id)))}"


def _signed(data: str, id: str) -> bytes:
    """The bytes that a key of that id signs."""
    return f"{REHEARSAL if id.startswith(REHEARSAL) else ''}{data}".encode()


def verify(token: str, public: Mapping[str, str]) -> dict[str, str | int]:
    """The facts of a token, whose key must be one of `public`: its public half by id. Raises Forged, and Rehearsed for
    one of a rehearsal that is not ours."""
    data, _, signature = token.partition(".")
    try:
        facts: dict[str, str | int] = json.loads(_unpacked(data))
        id = str(facts.pop("k"))
        if id.startswith(REHEARSAL) and id not in public:
            raise Rehearsed("the code is that of a rehearsal")
        Ed25519PublicKey.from_public_bytes(_unpacked(public[id])).verify(
            _unpacked(signature), _signed(data, id)
        )
    except (
        InvalidSignature,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        RecursionError,
    ) as error:
        raise Forged("the signature is not ours") from error
    return facts


def keyring(path: Path, *, is_rehearsal: bool = False) -> Keyring:
    """The keys of a file and those before it; read again only when a file of theirs has changed."""
    if not path.exists():
        load_or_create_key(path)
    former = former_keys(path)
    changed = (path.stat().st_mtime_ns, former.exists() and former.stat().st_mtime_ns)
    return _keyring(path, changed, REHEARSAL if is_rehearsal else "")


@lru_cache(maxsize=4)
def _keyring(path: Path, changed: tuple[int, int], kind: str) -> Keyring:
    signing = load_or_create_key(path)
    mine = _public_half(signing)
    former = former_keys(path)
    lines = former.read_text().split() if former.exists() else []
    halves = {kind + key_id(half): half for half in (*lines, mine)}
    return Keyring(signing, kind + key_id(mine), halves)


def former_keys(path: Path) -> Path:
    """The file of the public halves of earlier keys, beside the key itself."""
    return path.with_suffix(".former.txt")


def rotate(path: Path, *, is_rehearsal: bool = False) -> Keyring:
    """Sign with a new key from now on; what the old one signed stays good. A line taken out of the file is distrusted."""
    halves = keyring(path).public.values()
    _put(former_keys(path), "".join(f"{half}\n" for half in halves).encode())
    _put(path, _pem(Ed25519PrivateKey.generate()))
    return keyring(path, is_rehearsal=is_rehearsal)


def key_id(public_half: str) -> str:
    return _packed(hashlib.sha256(_unpacked(public_half)).digest())[:6]


def load_or_create_key(path: Path) -> Ed25519PrivateKey:
    """The installation's signing key, made at first use, readable by its owner only.

    Processes and threads that start at once end up with one key: the first to put its file there wins.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        mine = _written_beside(path, _pem(Ed25519PrivateKey.generate()))
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(mine)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds no Ed25519 key")
    return key


def _public_half(key: Ed25519PrivateKey) -> str:
    return _packed(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _written_beside(path: Path, content: bytes) -> str:
    """A new file in the same folder, readable by its owner only."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with open(handle, "wb") as file:
        file.write(content)
    return name


def _put(path: Path, content: bytes) -> None:
    """The whole content at once: who reads meanwhile sees the old or the new."""
    os.replace(_written_beside(path, content), path)


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    """The bytes of base64url without padding. Raises ValueError for any spelling but the one that `_packed` gives."""
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _packed(raw) != text:
        raise ValueError("not canonical base64url")
    return raw
