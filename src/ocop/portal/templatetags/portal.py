from django import template

from ocop.producers.sets import sheet_of

register = template.Library()

SECTOR_ICONS = {
    "Thực phẩm": "basket",
    "Đồ uống": "cup-hot",
    "Thảo dược": "flower1",
    "Vải và may mặc": "scissors",
    "Lưu niệm - nội thất - trang trí": "palette",
    "Dịch vụ du lịch nông thôn, bán hàng": "signpost-2",
}
STATUS_ICONS = {
    "valid": "patch-check-fill",
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
    return SECTOR_ICONS.get(sheet.sector, "box-seam") if sheet else "box-seam"


@register.filter
def status_icon(status: str) -> str:
    return STATUS_ICONS[status]
