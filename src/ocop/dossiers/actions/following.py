"""What dossiers follow of what happens to products and papers."""

from django.utils.translation import gettext as _

from ocop.core.errors import Refused
from ocop.producers.models import Evidence, ProductTransfer

from ..enums import OPEN_DOSSIERS, WRITTEN_DOSSIERS
from ..models import Dossier, DossierPaper


def take_new_version(old: Evidence, new: Evidence) -> None:
    """Dossiers that are still being written use the new version; those handed in keep what the office looks at."""
    DossierPaper.objects.filter(evidence=old, dossier__state__in=WRITTEN_DOSSIERS).update(
        evidence=new
    )


def keep_assessed(transfer: ProductTransfer) -> None:
    """A product does not go to another producer while it is being assessed: the result would be of somebody else."""
    if Dossier.objects.filter(product=transfer.product, state__in=OPEN_DOSSIERS).exists():
        raise Refused(
            _("Sản phẩm đang có hồ sơ đánh giá. Chờ có kết quả, hoặc rút hồ sơ rồi chuyển.")
        )
