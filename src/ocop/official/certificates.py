"""Certificates: number, product code, the signed address in the QR code, and the printed sheet."""

from datetime import date
from pathlib import Path
from typing import NotRequired, TypedDict

from ocop.core import qr
from ocop.documents import render_pdf
from ocop.documents.writing import place_and_date

from .certificate_token import certificate_token
from .facts import Certificate
from .frame import decision_text, signer

TEMPLATE = Path(__file__).parent / "templates" / "certificate.typ"


class PrintedSigner(TypedDict):
    authority: str
    title: str
    name: str


class Printed(TypedDict):
    """A4 landscape, to hang on the wall. qr: SVG of the signed address, "" for none; address: as printed."""

    superior: str
    body: str
    number: str
    product: str
    producer: str
    place: str
    product_code: str
    stars: int
    decision: str
    valid_from: date | str
    valid_to: date | str
    place_and_date: str
    signer: PrintedSigner
    qr: str
    address: str
    watermark: NotRequired[str]


def certificate_prefix(level: str, place_code: str, year: int) -> str:
    """Level, unit and year: what certificates of one office and year have in common."""
    return f"{level[0].upper()}{place_code}-{year}-"


def certificate_number(level: str, place_code: str, year: int, serial: int) -> str:
    """ "D060-2021-0007": the seventh certificate of a district in a year."""
    return f"{certificate_prefix(level, place_code, year)}{serial:04d}"


def product_code(
    pattern: str, *, province: str, district: str, commune: str, serial: int, year: int
) -> str:
    """The public code of a product as the process edition forms it, of the statistics office's codes."""
    return pattern.format(
        province=province or "0",
        district=district or "0",
        commune=commune or "0",
        serial=serial,
        year=year,
    )


def public_address(certificate: Certificate, site: str) -> str:
    return f"{site}/c/{certificate.number}"


def signed_address(certificate: Certificate, keys: qr.Keyring, site: str) -> str:
    """The address in the QR code: the public page, and after # the signed facts that a phone checks by itself."""
    token = certificate_token(
        {
            "number": certificate.number,
            "product": certificate.product,
            "producer": certificate.producer,
            "stars": certificate.stars,
            "valid_from": certificate.valid_from.isoformat(),
            "valid_to": certificate.valid_to.isoformat() if certificate.valid_to else "",
            "decision": certificate.decision.number,
        },
        keys,
    )
    return f"{public_address(certificate, site)}/#{token}"


def printed(
    found: Certificate, *, keys: qr.Keyring | None, site: str, is_registered: bool = True
) -> Printed:
    """What the sheet says; without keys there is no QR code. One that no register holds bears no address to type, which
    would be answered as unknown: its code alone proves it."""
    who = signer(found.decision)
    return Printed(
        superior="",
        body=found.office.body,
        number=found.number,
        product=found.product,
        producer=found.producer,
        place=found.place,
        product_code=found.product_code,
        stars=found.stars,
        decision=decision_text(found.decision.number, found.decision.signed_on),
        valid_from=found.valid_from,
        valid_to=found.valid_to or "",
        place_and_date=place_and_date(found.office.seat, found.decision.signed_on),
        signer=PrintedSigner(authority=who.authority, title=who.title, name=who.name),
        qr=qr.svg(signed_address(found, keys, site)) if keys else "",
        address=public_address(found, site).split("//")[-1] if keys and is_registered else "",
        watermark=found.watermark,
    )


def certificate_pdf(what: Printed) -> bytes:
    return render_pdf(TEMPLATE, what)
