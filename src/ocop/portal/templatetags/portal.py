from django import template

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
    "valid": "patch-check-fill",
    "pending": "clock",
    "expiring": "hourglass-split",
    "expired": "calendar-x-fill",
    "suspended": "pause-circle-fill",
    "revoked": "x-octagon-fill",
    "superseded": "arrow-repeat",
}


@register.filter
def sector_icon(set_code: str) -> str:
    """What is drawn for a product without a picture."""
    sheet = sheet_of(set_code)
    return GOODS_ICONS[sheet.papers] if sheet else "box-seam"


@register.filter
def status_icon(status: str) -> str:
    return STATUS_ICONS[status]
