"""Files that belong to a thing of any room: signed scans, photographs. What it is, who added it, when.

A room's `attachments.py` says which of its things take files, and whose they are; nothing else does:

    allow(
        "evaluation.Decision",
        "scan",
        label=_("Bản ký"),
        read=policy.reads_decision,
        add=policy.writes_decision,
        is_final=lambda decision: decision.state == DecisionState.ISSUED,
        page=lambda decision: reverse("evaluation:decision", args=[decision.round_id]),
        says=what_a_decision_says,
    )

A page shows them, with the form for who may add one, by `core.attachment_pages.shown`. The same file added twice is one,
for files are compared by their content. Once the thing is final its files are neither changed nor removed: a new version
takes the place of one, which stays viewable.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import audit, history
from .errors import Refused
from .file_text import Statement
from .files import EVIDENCE
from .models import Attachment
from .rights import Right, require, right
from .transactions import use_case
from .uploads import Upload


@dataclass(frozen=True, slots=True)
class Slot:
    """Files of one kind that the things of a model take.

    page: the address of the page that shows them. are_pages: pictures added at once are pages of one paper, not pictures
    each for itself. says: what a paper of the thing must say; a file with text is compared with it.
    """

    model: str
    kind: str
    label: Promise
    read: Right
    add: Right
    page: Callable[[Any], str]
    is_final: Callable[[Any], bool]
    types: Collection[str]
    are_pages: bool
    says: Callable[[Any], Sequence[Statement]]


@dataclass(frozen=True, slots=True)
class Held:
    """A slot of one thing."""

    thing: models.Model
    slot: Slot

    @property
    def files(self) -> models.QuerySet[Attachment]:
        """All of them, those that were replaced too: 1 query, 1 more for the first thing of its model."""
        return Attachment.objects.filter(
            thing_type=ContentType.objects.get_for_model(self.thing),
            thing_id=self.thing.pk,
            kind=self.slot.kind,
        ).select_related("file", "added_by")


_slots: dict[tuple[str, str], Slot] = {}


def allow(
    model: str,
    kind: str,
    *,
    label: Promise,
    read: Right,
    add: Right,
    page: Callable[[Any], str],
    is_final: Callable[[Any], bool] = lambda thing: False,
    types: Collection[str] = EVIDENCE,
    are_pages: bool = True,
    says: Callable[[Any], Sequence[Statement]] = lambda thing: (),
) -> None:
    """Let the things of a model take files of a kind. read, add: asked of (person, thing)."""
    _slots[model.lower(), kind] = Slot(
        model, kind, label, read, add, page, is_final, types, are_pages, says
    )


def held(thing: models.Model, kind: str) -> Held:
    """The files of a kind of a thing, whoever may read them."""
    return Held(thing, _slots[thing._meta.label_lower, kind])


@right
def reads(person: Any, place: Held) -> bool:
    """As the room of the thing says."""
    return person.is_authenticated and place.slot.read(person, place.thing)


@right
def adds(person: Any, place: Held) -> bool:
    """As the room of the thing says; whoever adds files reads them."""
    return reads(person, place) and place.slot.add(person, place.thing)


@right
def reads_file(person: Any, attachment: Attachment) -> bool:
    return reads(person, place_of(attachment))


@right
def replaces_file(person: Any, attachment: Attachment) -> bool:
    return attachment.superseded_by_id is None and adds(person, place_of(attachment))


def found_place(person: Any, model: str, pk: int, kind: str) -> Held:
    """The slot that an address names. Raises Http404 where no room allows files."""
    slot = _slots.get((model.lower(), kind))
    if slot is None:
        raise Http404
    return Held(get_object_or_404(apps.get_model(slot.model), pk=pk), slot)


def found_attachment(person: Any, pk: int) -> Attachment:
    attachment = get_object_or_404(Attachment.objects.select_related("file", "thing_type"), pk=pk)
    place_of(attachment)
    return attachment


def place_of(attachment: Attachment) -> Held:
    """Where a file belongs. Raises Http404 for one whose thing, or whose kind in its room, is gone."""
    slot = _slots.get(
        (attachment.thing_type.app_label + "." + attachment.thing_type.model, attachment.kind)
    )
    if slot is None or attachment.thing is None:
        raise Http404
    return Held(attachment.thing, slot)


@use_case
def attach(
    *, actor: Any, thing: models.Model, kind: str, uploads: Sequence[Upload], note: str = ""
) -> list[Attachment]:
    """Add files to a thing; returns those that were not there yet. Raises Refused where all of them were."""
    place = _locked(actor, held(thing, kind))
    there = set(place.files.filter(superseded_by=None).values_list("file", flat=True))
    new = {upload.file.pk: upload for upload in uploads if upload.file.pk not in there}
    if not new:
        raise Refused(_("Tệp này đã được đính kèm ở đây."), fields=["file"])
    added = [_add(actor, place, upload, note) for upload in new.values()]
    _record(actor, "core.attachment.added", place, added)
    return added


@use_case
def supersede(*, actor: Any, attachment: Attachment, upload: Upload, note: str = "") -> Attachment:
    """Put a new version in the place of a file, which stays viewable. Raises Refused for the same file."""
    place = _locked(actor, place_of(attachment))
    current = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if current.superseded_by_id is not None:
        raise Refused(_("Tệp này đã được thay bằng bản khác. Mở lại trang để xem."))
    if place.files.filter(file=upload.file, superseded_by=None).exists():
        raise Refused(_("Tệp này đã được đính kèm ở đây."), fields=["file"])
    new = _add(actor, place, upload, note)
    current.superseded_by = new
    current.save(update_fields=["superseded_by"])
    _record(actor, "core.attachment.superseded", place, [new], replaced=current.file_name)
    return new


@use_case
def remove(*, actor: Any, attachment: Attachment) -> None:
    """Take a file away, while its thing is still being worked on."""
    place = _locked(actor, place_of(attachment))
    if place.slot.is_final(place.thing):
        raise Refused(_("Nội dung này đã chốt: chỉ thay bằng bản khác, không bỏ được tệp."))
    if attachment.supersedes.exists() or attachment.superseded_by_id is not None:
        raise Refused(_("Tệp này đã có nhiều bản: chỉ thay bằng bản khác, không bỏ được."))
    _record(actor, "core.attachment.removed", place, [attachment])
    attachment.delete()


def _locked(actor: Any, place: Held) -> Held:
    """The thing as it is now, held so that it does not become final meanwhile."""
    current = type(place.thing)._base_manager.select_for_update().get(pk=place.thing.pk)
    locked = Held(current, place.slot)
    require(adds(actor, locked))
    return locked


def _add(actor: Any, place: Held, upload: Upload, note: str) -> Attachment:
    return Attachment.objects.create(
        thing=place.thing,
        kind=place.slot.kind,
        file=upload.file,
        file_name=upload.name[-200:],
        note=note.strip(),
        added_by=actor,
    )


def _record(actor: Any, action: str, place: Held, files: Sequence[Attachment], **data: Any) -> None:
    """In the trail of the thing, with what proves each file."""
    named = [[file.file_name, file.file_id] for file in files]
    audit.record(actor, action, place.thing, kind=place.slot.kind, files=named, **data)


def _said(sentence: Promise) -> Callable[[Any], str]:
    def told(data: Any) -> str:
        names = ", ".join(name for name, _sha256 in data.get("files", ()))
        return str(sentence) % {"files": names, "replaced": data.get("replaced", "")}

    return told


history.register(
    {
        "core.attachment.added": _said(gettext_lazy("Đính kèm: %(files)s")),
        "core.attachment.superseded": _said(
            gettext_lazy("Thay tệp “%(replaced)s” bằng: %(files)s")
        ),
        "core.attachment.removed": _said(gettext_lazy("Bỏ tệp đính kèm: %(files)s")),
    }
)
