"""Days that are worked or off otherwise than the calendar has them; changes of units and their outlines."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core.files import GEOJSON, SPREADSHEETS
from ocop.core.forms import Form, ModelForm
from ocop.core.uploads import KeptFile

from . import working_days
from .enums import Level
from .fields import PlaceField
from .models import CalendarDay


class CalendarDayForm(ModelForm):
    class Meta:
        model = CalendarDay
        fields = ["day", "works", "act"]
        widgets = {"day": forms.DateInput()}

    def validate_unique(self) -> None:
        """A day that is named already is set anew."""

    def clean(self) -> dict[str, Any]:
        """Only a day that is free by itself is worked instead of another, and only a worked one is given off."""
        data = super().clean()
        day, works = data.get("day"), data.get("works")
        if day is None or works is None or works is working_days.is_free(day):
            return data
        said = (
            _("%(weekday)s %(day)s vốn là ngày làm việc. Chọn ngày cuối tuần hoặc ngày lễ làm bù.")
            if works
            else _("%(weekday)s %(day)s vốn đã là ngày nghỉ, không phải ghi.")
        )
        words = {"weekday": date_format(day, "l"), "day": f"{day:%d/%m/%Y}"}
        self.add_error("day", said % words)
        return data


class OutlinesForm(Form):
    """A file of outlines, and of which units it is; it is shown again with what was read before it is kept."""

    place = PlaceField(
        label=gettext_lazy("Địa bàn"),
        help_text=gettext_lazy("Tỉnh có các đơn vị trong tệp; cả nước: gõ Việt Nam."),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Cấp của các đơn vị trong tệp"),
        choices=[(level.value, level.label) for level in Level if level != Level.COUNTRY],
        initial=Level.COMMUNE,
    )
    file = KeptFile(
        label=gettext_lazy("Tệp GeoJSON"),
        kinds=(GEOJSON,),
        help_text=gettext_lazy("Toạ độ WGS84, đối tượng kiểu vùng, không quá 15 MB."),
    )
    key = forms.CharField(
        label=gettext_lazy("Thuộc tính chứa mã hoặc tên đơn vị"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Để trống: hệ thống chọn thuộc tính khớp nhiều đơn vị nhất."),
    )
    source = forms.CharField(
        label=gettext_lazy("Nguồn"),
        max_length=200,
        help_text=gettext_lazy(
            "Cơ quan hoặc trang đã cấp dữ liệu; được ghi dưới mọi bản đồ vẽ từ tệp này."
        ),
    )
    licence = forms.CharField(
        label=gettext_lazy("Giấy phép hoặc căn cứ sử dụng"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: CC BY 4.0; công văn số, ngày của cơ quan cho phép."),
    )

    def __init__(self, *args: Any, person_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("file", KeptFile).person_id = person_id


class ChangesForm(Form):
    """A file of changes; it is shown again with what it would do before anything is written."""

    file = KeptFile(
        label=gettext_lazy("Bảng tính (.xlsx, .ods, .xls)"),
        kinds=SPREADSHEETS,
        help_text=gettext_lazy("Một trang thay đổi, một trang đơn vị mới, hoặc cả hai."),
    )

    def __init__(self, *args: Any, person_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("file", KeptFile).person_id = person_id
