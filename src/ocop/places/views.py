from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.rights import allow, anyone, runs_installation
from ocop.core.words import page_language

from . import actions, queries, working_days
from .enums import Level
from .fields import place_label
from .forms import CalendarDayForm
from .models import CalendarDay


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
def calendar(request: HttpRequest) -> HttpResponse:
    """Days set by hand, with a form for one more, and those that the system knows by itself."""
    form = CalendarDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_day(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lưu."))
        return redirect("places:calendar")
    year = timezone.localdate().year
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
