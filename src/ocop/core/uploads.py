"""Files in forms. What was sent goes into the file store at once, so that an error at another input does not cost it:
the form shown again names the file and takes it from its token, which serves only the person who sent it.
"""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop import documents

from .errors import Refused
from .files import EVIDENCE, PDF, kind_of, plain_name, store, store_bytes
from .models import StoredFile
from .words import fill

KEPT_FOR = timedelta(days=1)
"""From when the file was sent, however often the form is shown again: unused files are cleared soon after."""
MOST_PAGES = 100
"""Of one paper whose pages were sent one by one."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in the store, with the name that it came under."""

    file: StoredFile
    name: str


def keep(uploads: Sequence[Any], *, kinds: Collection[str] = EVIDENCE) -> Upload:
    """Put what was uploaded into the store; several pictures or PDFs as one PDF. Raises Refused as `store` does."""
    if len(uploads) == 1:
        return Upload(store(uploads[0], kinds=kinds), plain_name(uploads[0].name))
    for upload in uploads:
        if kind_of(upload) not in EVIDENCE:
            raise Refused(_("“%(name)s” không phải ảnh hay PDF.") % {"name": upload.name})
    stem = plain_name(uploads[0].name).rsplit(".", 1)[0]
    return Upload(store_bytes(_joined(uploads), kinds=(PDF,)), f"{stem}.pdf")


def _joined(files: Sequence[BinaryIO]) -> bytes:
    """Pages of one paper as one PDF. Raises Refused, saying which kind of file cannot be read."""
    try:
        return documents.join(files)
    except documents.Unprintable as problem:
        raise Refused(str(problem)) from None


def _salt(person_id: int) -> str:
    return f"upload of {person_id}"


def token_of(upload: Upload, person_id: int) -> str:
    """What names a file in the store to the person who sent it."""
    return signing.dumps([upload.file.pk, upload.name], salt=_salt(person_id))


def named_by(token: str, person_id: int) -> Upload | None:
    """The file that a token names; None for another person's, one that is too old, and one that is gone."""
    try:
        key, name = signing.loads(token, salt=_salt(person_id), max_age=KEPT_FOR)
        return Upload(StoredFile.objects.get(pk=key), name)
    except (signing.BadSignature, StoredFile.DoesNotExist):
        return None


def as_one(uploads: Sequence[Upload]) -> Upload:
    """Files that were sent one by one: pages of one paper become one PDF. Raises Refused as `keep` does."""
    if len(uploads) == 1:
        return uploads[0]
    with ExitStack() as opened:
        files = [opened.enter_context(default_storage.open(u.file.path)) for u in uploads]
        pages = [cast(BinaryIO, file) for file in files]
        whole = store_bytes(_joined(pages), kinds=(PDF,))
    return Upload(whole, f"{uploads[0].name.rsplit('.', 1)[0]}.pdf")


class FileField(forms.FileField):
    """A file whose limit is checked in the browser too; on a phone the camera is one of the choices."""

    widget = forms.FileInput

    def __init__(self, *, accept: str, **kwargs: Any) -> None:
        limit = settings.UPLOAD_LIMIT_BYTES
        super().__init__(**kwargs)
        self.widget.attrs |= {
            "accept": accept,
            "data-max-bytes": limit,
            "data-too-large": fill(gettext_lazy("Tệp lớn hơn %(mb)d MB."), mb=limit // 2**20),
        }


class KeepingInput(forms.FileInput):
    """A choice of files; beneath the names of those that are kept, a choice of others."""

    template_name = "components/kept_file.html"
    allow_multiple_selected = True
    kept: Sequence[tuple[Upload, str]] = ()
    """With the token that names each."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[list[Any], list[str]]:
        chosen = super().value_from_datadict(data, files, name)
        kept = f"{name}_kept"
        tokens = data.getlist(kept) if hasattr(data, "getlist") else [data.get(kept, "")]
        return (chosen if isinstance(chosen, list) else [chosen] if chosen else []), tokens

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["kept"] = self.kept
        return context

    def use_required_attribute(self, initial: Any) -> bool:
        return not self.kept and super().use_required_attribute(initial)


class KeptFile(FileField):
    """A file that is sent once, whatever else in the form has to be mended. Its value is an Upload.

    several: also pictures of several pages, which become one PDF. A form sets `person_id` to who fills it in.
    """

    widget = KeepingInput
    person_id: int

    def __init__(self, *, kinds: Collection[str], several: bool = False, **kwargs: Any) -> None:
        super().__init__(accept=",".join(kinds), **kwargs)
        self.kinds = kinds
        self.widget.allow_multiple_selected = several

    def clean(self, data: tuple[list[Any], list[str]], initial: Any = None) -> Any:
        return self._uploads(data)[0]

    def _uploads(self, data: tuple[list[Any], list[str]]) -> list[Upload]:
        chosen, tokens = data
        try:
            uploads = self._taken(chosen) if chosen else self._kept(tokens)
        except Refused as refused:
            raise ValidationError(refused.message) from refused
        is_as_sent = not chosen and len(tokens) == len(uploads)
        names = tokens if is_as_sent else [token_of(u, self.person_id) for u in uploads]
        self.widget.kept = list(zip(uploads, names, strict=True))
        return uploads

    def _taken(self, chosen: list[Any]) -> list[Upload]:
        for file in chosen:
            super().clean(file)
        return [keep(chosen, kinds=self.kinds)]

    def _kept(self, tokens: list[str]) -> list[Upload]:
        return [as_one(self._named(tokens))]

    def _named(self, tokens: list[str]) -> list[Upload]:
        uploads = [named_by(token, self.person_id) for token in tokens]
        found = [u for u in uploads if u is not None and u.file.content_type in self.kinds]
        most = MOST_PAGES if self.widget.allow_multiple_selected else 1
        if not found or len(found) < len(uploads) or len(found) > most:
            raise ValidationError(self.error_messages["required"], code="required")
        return found


class KeptFiles(KeptFile):
    """Several files, each of which stays one: photographs of a visit. Its value is a list of Uploads."""

    def __init__(self, *, kinds: Collection[str], **kwargs: Any) -> None:
        super().__init__(kinds=kinds, several=True, **kwargs)

    def clean(self, data: tuple[list[Any], list[str]], initial: Any = None) -> list[Upload]:
        return self._uploads(data)

    def _taken(self, chosen: list[Any]) -> list[Upload]:
        return [upload for file in chosen for upload in super(KeptFiles, self)._taken([file])]

    def _kept(self, tokens: list[str]) -> list[Upload]:
        return self._named(tokens)
