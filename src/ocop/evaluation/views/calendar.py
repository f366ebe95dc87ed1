"""The calendar that deadlines follow."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.rights import allow
from ocop.core.words import page_language
from ocop.people.policy import runs_installation

from .. import deadlines
from ..actions import calendar as actions
from ..forms.calendar import CalendarDayForm
from ..models import CalendarDay


@allow(runs_installation)
def calendar(request: HttpRequest) -> HttpResponse:
    """Days set by hand, with a form for one more, and those that the system knows by itself."""
    form = CalendarDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_day(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lưu."))
        return redirect("evaluation:calendar")
    year = timezone.localdate().year
    context = {
        "form": form,
        "days": CalendarDay.objects.all(),
        "year": year,
        "known": deadlines.named_days(year, page_language()),
    }
    return render(request, "evaluation/calendar.html", context)


@allow(runs_installation)
@require_POST
def forget_day(request: HttpRequest, pk: int) -> HttpResponse:
    actions.forget_day(actor=request.user, day=get_object_or_404(CalendarDay, pk=pk))
    messages.success(request, _("Đã bỏ."))
    return redirect("evaluation:calendar")
