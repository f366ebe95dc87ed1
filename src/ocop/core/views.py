"""Pages of no room: errors, stored files, background jobs, a rehearsal's calendar, the gallery of components."""

from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from . import clock, foreseen
from .charts.examples import EXAMPLES, TILES
from .errors import Refused
from .files import download_name, is_whole
from .forms import DayForm
from .jobs import may_see
from .models import Job, StoredFile
from .periods import add_months
from .previews import PREVIEW_TYPE, SIDE_PIXELS, preview
from .rehearsal_calendar import move, moves_calendar, require_ahead
from .rights import allow, anyone, is_signed_in


def _job(request: HttpRequest, pk: str) -> Job:
    """A job that the person asked for and still has the right to."""
    asked = Job.objects.select_related("output", "asked_by")
    job = get_object_or_404(asked, pk=pk, asked_by=request.user)
    if not may_see(job):
        raise Http404
    return job


@allow(is_signed_in)
def job_page(request: HttpRequest, pk: str) -> HttpResponse:
    """A job that the person asked for: its progress, then its result. Polled by htmx while it runs."""
    job = _job(request, pk)
    template = "core/job.html#progress" if getattr(request, "htmx", False) else "core/job.html"
    return render(request, template, {"job": job})


@allow(is_signed_in)
def job_output(request: HttpRequest, pk: str) -> FileResponse:
    job = _job(request, pk)
    if job.output is None:
        raise Http404
    return serve(job.output, job.output_name)


def posted_number(request: HttpRequest, name: str) -> int:
    """A key or a version that a form names; 0, which no row has, for what is no number."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def posted_version(request: HttpRequest) -> int:
    """The version of the row that the page was made from."""
    return posted_number(request, "version")


def serve(stored: StoredFile, name: str, *, inline: bool = False) -> FileResponse:
    """The bytes of a stored file, with the type that its content showed and a harmless name.

    Raises Refused for a file that is gone or was changed outside; `ocop doctor` names it.
    """
    if not is_whole(stored):
        raise Refused(_("Tệp này bị mất hoặc bị đổi trong kho lưu trữ. Hãy báo quản trị viên."))
    response = FileResponse(
        default_storage.open(stored.path),
        content_type=stored.content_type,
        as_attachment=not inline,
        filename=download_name(name, stored),
    )
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "private, max-age=300"
    return response


def serve_preview(stored: StoredFile, side_pixels: int = SIDE_PIXELS) -> FileResponse:
    """The small picture of a stored file. Raises Http404 where there is none."""
    path = preview(stored, side_pixels)
    if path is None:
        raise Http404
    response = FileResponse(default_storage.open(path), content_type=PREVIEW_TYPE)
    response["Cache-Control"] = "private, max-age=86400"
    return response


@allow(moves_calendar)
def calendar(request: HttpRequest) -> HttpResponse:
    """A rehearsal's calendar: choose a later day, read what comes until then, and let the days pass."""
    form = DayForm(request.POST or (request.GET if "den" in request.GET else None))
    until = None
    if form.is_valid():
        with form.showing_refusals(otherwise="den"):
            require_ahead(form.cleaned_data["den"])
            until = form.cleaned_data["den"]
    if until and request.method == "POST":
        return redirect("core:job", move(actor=request.user, to=until).pk)
    today = clock.today()
    steps = [
        (_("Một ngày"), today + timedelta(days=1)),
        (_("Một tuần"), today + timedelta(days=7)),
        (_("Một tháng"), add_months(today, 1)),
        (_("Ngày có việc tiếp theo"), foreseen.next_day(today)),
    ]
    context = {
        "form": form,
        "today": today,
        "until": until,
        "days": (until - today).days if until else 0,
        "coming": list(foreseen.between(today, until)) if until else [],
        "steps": [(label, day) for label, day in steps if day],
    }
    return render(request, "core/calendar.html", context)


@allow(anyone)
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for developers."""
    shown = {"points": {"A": 2, "B": 3, "C": 5}, "tiles": TILES, "charts": EXAMPLES}
    return render(request, "core/gallery.html", shown)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
