from django import template

from ocop.certificates.enums import CertificateStatus
from ocop.criteria.sets import sheet_of

register = template.Library()

GOODS_ICONS = {
    "food": "basket",
    "beverage": "cup-hot",
    "herbal": "flower1",
    "textile": "scissors",
    "souvenir_decor": "palette",
    "craft": "palette",
    "ornamental": "flower1",
    "tourism": "signpost-2",
}
STATUS_ICONS = {
    CertificateStatus.VALID: "patch-check-fill",
    CertificateStatus.PENDING: "clock",
    CertificateStatus.EXPIRING: "hourglass-split",
    CertificateStatus.EXPIRED: "calendar-x-fill",
    CertificateStatus.SUSPENDED: "pause-circle-fill",
    CertificateStatus.REVOKED: "x-octagon-fill",
    CertificateStatus.SUPERSEDED: "arrow-repeat",
}


@register.filter
def sector_icon(set_code: str) -> str:
    """What is drawn for a product without a picture."""
    sheet = sheet_of(set_code)
    return GOODS_ICONS[sheet.papers] if sheet else "box-seam"


@register.filter
def status_icon(status: CertificateStatus) -> str:
    return STATUS_ICONS[status]
