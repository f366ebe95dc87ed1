"""What pages show of attached files, and the addresses of the files themselves."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import models
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from . import attachments as actions
from .attachments import (
    Held,
    Slot,
    adds,
    found_attachment,
    found_place,
    held,
    place_of,
    reads,
    reads_file,
    replaces_file,
)
from .field_forms import FieldForm
from .file_text import Statement, text_of, unsaid
from .files import EVIDENCE, IMAGES
from .forms import Form
from .models import Attachment
from .rights import asked_from, page
from .uploads import KeptFile, KeptFiles, Upload
from .views import serve, serve_preview


class AttachForm(Form):
    """A file; pictures of several pages become one."""

    file = KeptFile(
        label=gettext_lazy("Tệp (PDF hoặc ảnh chụp)"),
        kinds=EVIDENCE,
        several=True,
        help_text=gettext_lazy(
            "Giấy có nhiều trang: chọn nhiều ảnh một lần, hệ thống ghép thành một tệp PDF."
        ),
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=200, required=False)

    def __init__(self, *args: Any, slot: Slot, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{slot.kind}_%s", **kwargs)
        file: Any = self.fields["file"]
        file.person_id, file.kinds = person.pk, slot.types
        file.widget.attrs["accept"] = ",".join(slot.types)

    def clean_file(self) -> list[Upload]:
        return [self.cleaned_data["file"]]


class PicturesForm(AttachForm):
    """Pictures, each for itself."""

    file = KeptFiles(
        label=gettext_lazy("Ảnh"),
        kinds=IMAGES,
        help_text=gettext_lazy("Chụp hoặc chọn nhiều ảnh một lần."),
    )

    def clean_file(self) -> list[Upload]:
        return list(self.cleaned_data["file"])


def _form(place: Held, person: Any, *sent: Any, is_one: bool = False) -> AttachForm:
    form = AttachForm if place.slot.are_pages or is_one else PicturesForm
    return form(*sent, slot=place.slot, person=person)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return request.POST or None, request.FILES or None


@dataclass(frozen=True, slots=True)
class Compared:
    """A file beside its record. is_mute: it has no text to compare. lacks: what the record says and the file does not."""

    is_mute: bool
    lacks: list[Statement]


@dataclass(frozen=True, slots=True)
class ShownFile:
    """compared: None for who may not mend it, and where its room asks nothing of it."""

    file: Attachment
    compared: Compared | None


@dataclass(frozen=True, slots=True)
class Shown:
    """Files of a thing on a page (`components/attachments.html`).

    form: for who may add more. field: that form on a phone without a network.
    """

    place: Held
    files: list[ShownFile]
    replaced: list[Attachment]
    is_final: bool
    form: AttachForm | None
    field: FieldForm | None


def shown(
    thing: models.Model, person: Any, kind: str, *, field: FieldForm | None = None
) -> Shown | None:
    """The files of a kind that a person sees on the page of a thing, None for who may not: 1 query, and those by which the
    room says what the files must say."""
    place = held(thing, kind)
    if not reads(person, place):
        return None
    return _shown(place, _form(place, person) if adds(person, place) else None, field)


def _shown(place: Held, form: AttachForm | None, field: FieldForm | None = None) -> Shown:
    files = list(place.files)
    now = [file for file in files if file.superseded_by_id is None]
    statements = list(place.slot.says(place.thing)) if form and now else []
    return Shown(
        place,
        [ShownFile(file, _compared(file, statements)) for file in now],
        [file for file in files if file.superseded_by_id is not None],
        place.slot.is_final(place.thing),
        form,
        field,
    )


def _compared(attachment: Attachment, statements: list[Statement]) -> Compared | None:
    if not statements:
        return None
    text = text_of(attachment.file)
    return Compared(not text.strip(), unsaid(text, statements) if text.strip() else [])


@page(found_place, reads, to_act=adds)
def attachments(request: HttpRequest, place: Held) -> HttpResponse:
    """The files of a thing on a page of their own: for who reads them elsewhere, and for what could not be added, shown
    again with what was sent."""
    form = _form(place, request.user, *_sent(request)) if adds(request.user, place) else None
    if form and request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            added = actions.attach(
                actor=request.user,
                thing=place.thing,
                kind=place.slot.kind,
                uploads=form.cleaned_data["file"],
                note=form.cleaned_data["note"],
            )
            messages.success(request, _("Đã đính kèm %(n)d tệp.") % {"n": len(added)})
            return redirect(place.slot.page(place.thing))
    return _page(request, place, str(place.slot.label), held=_shown(place, form))


def _page(request: HttpRequest, place: Held, title: str, **context: Any) -> HttpResponse:
    if adds(request.user, place):
        back = place.slot.page(place.thing)
    else:  # who only reads them came from a page of the own, and may not see that one
        back = asked_from(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
    context |= {"title": title, "back": back}
    return render(request, "core/attachments.html", context)


@page(found_attachment, reads_file)
def attachment(request: HttpRequest, found: Attachment) -> FileResponse:
    """The very file that was attached, also after another took its place."""
    return serve(found.file, found.file_name, inline=True)


@page(found_attachment, reads_file)
def small_attachment(request: HttpRequest, found: Attachment) -> FileResponse:
    return serve_preview(found.file)


@page(found_attachment, replaces_file)
def replace(request: HttpRequest, found: Attachment) -> HttpResponse:
    """A new version of a file."""
    place = place_of(found)
    form = _form(place, request.user, *_sent(request), is_one=True)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            actions.supersede(
                actor=request.user,
                attachment=found,
                upload=form.cleaned_data["file"][0],
                note=form.cleaned_data["note"],
            )
            messages.success(request, _("Đã thay. Bản trước vẫn xem được."))
            return redirect(place.slot.page(place.thing))
    return _page(request, place, _("Thay tệp “%(name)s”") % {"name": found}, form=form)


@page(found_attachment, replaces_file)
@require_POST
def remove(request: HttpRequest, found: Attachment) -> HttpResponse:
    place = place_of(found)
    actions.remove(actor=request.user, attachment=found)
    messages.success(request, _("Đã bỏ tệp."))
    return redirect(place.slot.page(place.thing))
