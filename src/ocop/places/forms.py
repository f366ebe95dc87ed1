"""Loading outlines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.core.files import GEOJSON
from ocop.core.forms import Form
from ocop.core.uploads import KeptFile

from .enums import Level
from .fields import PlaceField


class OutlinesForm(Form):
    """A file of outlines, and of which units it is; it is shown again with what was read before it is kept."""

    place = PlaceField(
        label=_("Địa bàn"), help_text=_("Tỉnh có các đơn vị trong tệp; cả nước: gõ Việt Nam.")
    )
    level = forms.ChoiceField(
        label=_("Cấp của các đơn vị trong tệp"),
        choices=[(level.value, level.label) for level in Level if level != Level.COUNTRY],
        initial=Level.COMMUNE,
    )
    file = KeptFile(
        label=_("Tệp GeoJSON"),
        kinds=(GEOJSON,),
        help_text=_("Toạ độ WGS84, đối tượng kiểu vùng, không quá 15 MB."),
    )
    key = forms.CharField(
        label=_("Thuộc tính chứa mã hoặc tên đơn vị"),
        required=False,
        max_length=60,
        help_text=_("Để trống: hệ thống chọn thuộc tính khớp nhiều đơn vị nhất."),
    )
    source = forms.CharField(
        label=_("Nguồn"),
        max_length=200,
        help_text=_("Cơ quan hoặc trang đã cấp dữ liệu; được ghi dưới mọi bản đồ vẽ từ tệp này."),
    )
    licence = forms.CharField(
        label=_("Giấy phép hoặc căn cứ sử dụng"),
        max_length=200,
        help_text=_("Ví dụ: CC BY 4.0; công văn số, ngày của cơ quan cho phép."),
    )

    def __init__(self, *args: Any, person_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].person_id = person_id
