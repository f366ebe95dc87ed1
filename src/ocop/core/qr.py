"""QR codes, and the signature by which a phone knows a certificate without a network.

A certificate's address is `<site>/c/<number>#<data>.<signature>`. `data` is base64url (no padding) of a JSON object with
short keys: n number, p product, o producer, s stars, f valid from, t valid to (ISO dates). `signature` is base64url of
the 64 bytes of Ed25519 over the ASCII bytes of `data` as it stands in the address. So a browser checks it with four
lines of WebCrypto (frontend/src/certificate-check.js), and what comes after # never reaches a server's log.
"""

import base64
import io
import json
import os
import tempfile
from collections.abc import Mapping
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

FIELDS = {
    "number": "n",
    "product": "p",
    "producer": "o",
    "stars": "s",
    "valid_from": "f",
    "valid_to": "t",
}


class Forged(Exception):
    """The token was not signed by this key, or it was changed."""


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


def certificate_token(fields: Mapping[str, str | int], key: Ed25519PrivateKey) -> str:
    """The signed part of a certificate's address. `fields` has the keys of FIELDS, dates in ISO form."""
    short = {FIELDS[name]: value for name, value in fields.items()}
    data = _packed(json.dumps(short, ensure_ascii=False, separators=(",", ":")).encode())
    return f"{data}.{_packed(key.sign(data.encode()))}"


def verify(token: str, public_key: str) -> dict[str, str | int]:
    """The fields of a token. `public_key` as `public_key_b64` gives it. Raises Forged."""
    data, _, signature = token.partition(".")
    try:
        Ed25519PublicKey.from_public_bytes(_unpacked(public_key)).verify(
            _unpacked(signature), data.encode()
        )
        short = json.loads(_unpacked(data))
    except (InvalidSignature, ValueError) as error:
        raise Forged("Chữ ký không đúng.") from error
    return {name: short[letter] for name, letter in FIELDS.items() if letter in short}


def load_or_create_key(path: Path) -> Ed25519PrivateKey:
    """The installation's signing key, made at first use, readable by its owner only.

    Processes and threads that start at once end up with one key: the first to put its file there wins.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        pem = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        handle, mine = tempfile.mkstemp(dir=path.parent)
        with open(handle, "wb") as file:
            file.write(pem)
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


def public_key_b64(path: Path) -> str:
    """The public half of the key at `path`: base64url of its 32 bytes, for pages and apps that check certificates."""
    return _packed(
        load_or_create_key(path).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    )


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    """The bytes of base64url without padding. Raises ValueError for any spelling but the one that `_packed` gives."""
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _packed(raw) != text:
        raise ValueError("not canonical base64url")
    return raw
