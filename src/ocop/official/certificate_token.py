"""What the code on a certificate says, signed (`core.qr`), so that a phone knows the certificate without a network.

A certificate's address is `<site>/c/<number>/#<token>`. What comes after # never reaches a server's log;
`frontend/src/token.js` knows the same letters.
"""

from collections.abc import Mapping

from ocop.core import qr

FIELDS = {
    "number": "n",
    "product": "p",
    "producer": "o",
    "stars": "s",
    "valid_from": "f",
    "valid_to": "t",
    "decision": "d",
}
# Names are cut to this many bytes, so that the longest certificate still makes a code that a phone reads.
LONGEST_BYTES = {"product": 110, "producer": 90}


def certificate_token(fields: Mapping[str, str | int], keys: qr.Keyring) -> str:
    """The signed part of a certificate's address. `fields` has the keys of FIELDS, dates in ISO form."""
    short: dict[str, str | int] = {}
    for name, value in fields.items():
        most = LONGEST_BYTES.get(name)
        short[FIELDS[name]] = _cut(str(value), most) if most else value
    return qr.signed(short, keys)


def read_certificate(token: str, public: Mapping[str, str]) -> dict[str, str | int]:
    """The fields that were signed. Raises Forged and Rehearsed as `qr.verify` does."""
    short = qr.verify(token, public)
    return {name: short[letter] for name, letter in FIELDS.items() if letter in short}


def _cut(text: str, most: int) -> str:
    raw = text.encode()
    return text if len(raw) <= most else raw[: most - 3].decode(errors="ignore").rstrip() + "…"
