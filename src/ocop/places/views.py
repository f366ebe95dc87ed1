from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core import clock
from ocop.core.charts import Map
from ocop.core.listing import Column, Listing
from ocop.core.rights import allow, anyone, runs_installation
from ocop.core.spreadsheets import XLSX_TYPE, BrokenSpreadsheet, template
from ocop.core.words import page_language

from . import actions, imports, maps, outlines, queries, working_days
from .enums import Level
from .fields import place_label
from .forms import CalendarDayForm, ChangesForm, OutlinesForm
from .models import CalendarDay, Outline, Place, TreeChange

MOST_PROBLEMS_SHOWN = 200
TEMPLATES = {
    "thay-doi": (imports.CHANGES, "Thay đổi"),
    "don-vi-moi": (imports.UNITS, "Đơn vị mới"),
}


@allow(anyone)
def suggest(request: HttpRequest) -> HttpResponse:
    """Places for what is typed in a place box: public facts, at most twelve, 1 query, 2 for those in use."""
    text = (
        request.GET.get(request.GET.get("field", "q"), "").split("(")[0].split(",")[0].strip()[:60]
    )
    level = request.GET.get("level", "")
    found = []
    if len(text) >= 2:
        among = queries.in_use() if request.GET.get("in-use") else None
        found = queries.find(text, among=among, level=level if level in Level.values else "")
    return render(
        request, "places/suggestions.html", {"labels": [place_label(place) for place in found]}
    )


@allow(runs_installation)
def outline_list(request: HttpRequest) -> HttpResponse:
    """Units that have an outline, with where it comes from: 2 queries."""
    listing = Listing(
        request,
        Outline.objects.select_related("place__province"),
        order="place__sort_key",
        name="ranh-gioi",
        search="place__search",
        columns=[
            Column(_("Đơn vị"), sort="place__sort_key", value=lambda o: o.place.name),
            Column(_("Tỉnh"), key="province", value=lambda o: str(o.place.province or "")),
            Column(_("Nguồn"), sort="source", value=lambda o: o.source),
            Column(_("Giấy phép hoặc căn cứ sử dụng"), key="licence", value=lambda o: o.licence),
            Column(_("Tải lên lúc"), sort="loaded_at", value=lambda o: o.loaded_at),
            Column(_("Người tải"), key="loaded_by", value=lambda o: o.loaded_by),
        ],
    )
    if listing.wants_export:
        return listing.export()
    return render(request, "places/outlines.html", {"listing": listing})


@allow(runs_installation)
def load_outlines(request: HttpRequest) -> HttpResponse:
    """Load a file of outlines: shown first as it would be drawn, kept only when that is agreed to."""
    form = OutlinesForm(request.POST or None, request.FILES or None, person_id=request.user.pk)
    context = {"form": form}
    if request.method == "POST" and form.is_valid():
        place, upload = form.cleaned_data["place"], form.cleaned_data["file"]
        units = queries.units_at(place, form.cleaned_data["level"], clock.today())
        with form.showing_refusals("file"):
            with default_storage.open(upload.file.path) as stored:
                reading = outlines.read(stored.read(), units, key=form.cleaned_data["key"])
            if request.POST.get("do") == "keep":
                number = actions.load_outlines(
                    actor=request.user,
                    place=place,
                    reading=reading,
                    file=upload.name,
                    source=form.cleaned_data["source"],
                    licence=form.cleaned_data["licence"],
                )
                messages.success(request, _("Đã lưu ranh giới của %(n)d đơn vị.") % {"n": number})
                return redirect("places:outlines")
            context |= {"reading": reading, "map": _preview(reading, units, form.cleaned_data)}
    return render(request, "places/load_outlines.html", context)


def _preview(reading: outlines.Reading, units: list[Place], data: dict[str, str]) -> Map:
    """What was read as it would be drawn, with each unit's area: a wrong file shows itself."""
    return maps.drawn(
        units,
        maps.outlined(
            {unit.key: reading.outlines[unit.pk] for unit in units if unit.pk in reading.outlines},
            f"{data['source']} ({data['licence']})",
        ),
        {pk: outlines.square_kilometres(geometry) for pk, geometry in reading.outlines.items()},
        title=_("Diện tích theo tệp"),
        unit="km²",
    )


@allow(runs_installation)
def changes(request: HttpRequest) -> HttpResponse:
    """What came into the tree and when, newest first: 2 queries."""
    listing = Listing(
        request,
        TreeChange.objects.all(),
        order="-at",
        name="thay-doi-dia-ban",
        columns=[
            Column(_("Thay đổi"), sort="source", value=lambda c: c.source),
            Column(
                _("Đơn vị mới"), sort="units_added", value=lambda c: c.units_added, is_number=True
            ),
            Column(
                _("Nối tiếp"),
                sort="successions_added",
                value=lambda c: c.successions_added,
                is_number=True,
            ),
            Column(_("Ghi lúc"), sort="at", value=lambda c: c.at),
        ],
    )
    if listing.wants_export:
        return listing.export()
    return render(request, "places/changes.html", {"listing": listing})


@allow(runs_installation)
def load_changes(request: HttpRequest) -> HttpResponse:
    """Load a file of changes: shown first as sentences, with every wrong cell; written only when that is agreed to."""
    form = ChangesForm(request.POST or None, request.FILES or None, person_id=request.user.pk)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            with default_storage.open(upload.file.path) as stored:
                plan = imports.read(stored, name=upload.name)
        except BrokenSpreadsheet as broken:
            form.add_error("file", str(broken))
            return render(request, "places/load_changes.html", context)
        if request.POST.get("do") == "keep" and not plan.problems:
            number = actions.change_units(actor=request.user, changes=plan.changes)
            messages.success(request, _("Đã ghi %(n)d thay đổi.") % {"n": number})
            return redirect("places:changes")
        shown = [[p.sheet, p.row, p.column, p.label, p.value, p.expected] for p in plan.problems]
        context |= {
            "plan": plan,
            "result": {"problems": shown[:MOST_PROBLEMS_SHOWN], "problems_count": len(shown)},
        }
    return render(request, "places/load_changes.html", context)


@allow(runs_installation)
def changes_template(request: HttpRequest, what: str) -> HttpResponse:
    """An empty sheet of changes or of new units, to fill in."""
    if what not in TEMPLATES:
        raise Http404
    columns, title = TEMPLATES[what]
    response = HttpResponse(template(columns, sheet_name=title), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="mau-{what}.xlsx"'
    return response


@allow(runs_installation)
def calendar(request: HttpRequest) -> HttpResponse:
    """Days set by hand, with a form for one more, and those that the system knows by itself."""
    form = CalendarDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_day(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lưu."))
        return redirect("places:calendar")
    year = clock.today().year
    context = {
        "form": form,
        "days": CalendarDay.objects.all(),
        "year": year,
        "known": working_days.named_days(year, page_language()),
    }
    return render(request, "places/calendar.html", context)


@allow(runs_installation)
@require_POST
def forget_day(request: HttpRequest, pk: int) -> HttpResponse:
    actions.forget_day(actor=request.user, day=get_object_or_404(CalendarDay, pk=pk))
    messages.success(request, _("Đã bỏ."))
    return redirect("places:calendar")
