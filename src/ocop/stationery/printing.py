"""A paper as Word file: by the place's own template where one is in use, else as we lay it out."""

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from ocop.core.documents import paper_docx
from ocop.core.documents.kinds import Facts, declared
from ocop.core.documents.own_templates import Unfit, fill
from ocop.core.errors import Refused
from ocop.places.models import Place

from .models import OwnTemplate
from .queries import in_use
from .words import fault_words


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
