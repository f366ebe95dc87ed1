"""Keeping and switching an office's own templates."""

from django.db.models import Max

from ocop.core import audit
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.uploads import Upload
from ocop.people.models import User
from ocop.places.models import Place

from . import policy
from .models import OwnTemplate


@use_case
def upload(*, actor: User, place: Place, kind: str, template: Upload) -> OwnTemplate:
    """Keep a template that was checked (`forms.UploadForm`) as the next version of its kind, and use it from now on."""
    require(policy.keeps_templates_of(actor, place))
    earlier = OwnTemplate.objects.filter(place=place, kind=kind)
    last = earlier.aggregate(Max("number"))["number__max"] or 0
    earlier.filter(is_on=True).update(is_on=False)
    version = OwnTemplate.objects.create(
        place=place,
        kind=kind,
        number=last + 1,
        file=template.file,
        name=template.name[:200],
        uploaded_by=actor,
    )
    audit.record(
        actor,
        "stationery.template.uploaded",
        version,
        place=place.key,
        kind=kind,
        number=version.number,
        name=version.name,
        sha256=version.file_id,
    )
    return version


@use_case
def switch_on(*, actor: User, template: OwnTemplate) -> OwnTemplate:
    """Use a version again, instead of another or of our layout."""
    require(policy.keeps_templates_of(actor, template.place))
    others = OwnTemplate.objects.filter(place=template.place, kind=template.kind, is_on=True)
    others.exclude(pk=template.pk).update(is_on=False)
    return _switched(actor, template, is_on=True)


@use_case
def switch_off(*, actor: User, template: OwnTemplate) -> OwnTemplate:
    """Print by our layout again; the version stays."""
    require(policy.keeps_templates_of(actor, template.place))
    return _switched(actor, template, is_on=False)


def _switched(actor: User, template: OwnTemplate, *, is_on: bool) -> OwnTemplate:
    template.is_on = is_on
    template.save(update_fields=["is_on"])
    said = "on" if is_on else "off"
    audit.record(actor, f"stationery.template.switched_{said}", template, number=template.number)
    return template
