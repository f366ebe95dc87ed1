"""A paper as Word file: by the place's own template where one is in use, else as we lay it out."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from ocop.core.downloads import answer
from ocop.core.errors import Refused
from ocop.core.files import DOCX, PDF
from ocop.documents import paper_docx, paper_pdf
from ocop.documents.kinds import Facts, declared
from ocop.places.models import Place
from ocop.stationery.own_templates import Unfit, fill

from .models import OwnTemplate
from .queries import in_use
from .words import fault_words


def sent(kind: str, facts: Facts, place: Place, name: str, suffix: str) -> HttpResponse:
    """A paper of a place as PDF or Word file. place: whose own template it may be printed by."""
    if suffix == "docx":
        return answer(word_file(kind, facts, place), f"{name}.docx", DOCX)
    return our_file(facts, name, suffix)


def our_file(facts: Facts, name: str, suffix: str) -> HttpResponse:
    """A paper as we lay it out, as PDF or Word file."""
    if suffix == "pdf":
        return answer(paper_pdf(facts.paper()), f"{name}.pdf", PDF)
    if suffix == "docx":
        return answer(paper_docx(facts.paper()), f"{name}.docx", DOCX)
    raise Http404


def word_file(kind: str, facts: Facts, place: Place) -> bytes:
    """1 query. Raises Refused where the place's own template cannot be filled with these facts."""
    template = in_use(kind, place)
    if template is None:
        return paper_docx(facts.paper())
    try:
        return fill(content_of(template), declared()[kind], facts)
    except Unfit as unfit:
        said = _(
            "Mẫu riêng “%(name)s” của %(place)s không điền được: %(why)s Tải bản PDF, hoặc báo quản trị viên."
        )
        why = " ".join(fault_words(unfit.faults))
        raise Refused(said % {"name": template.name, "place": template.place, "why": why}) from None


def content_of(template: OwnTemplate) -> bytes:
    with default_storage.open(template.file.path) as file:
        content: bytes = file.read()
    return content
