"""What an evaluation follows of what happens to products and papers."""

from django.utils.translation import gettext as _

from ocop.core.errors import Refused
from ocop.producers.models import Evidence, ProductTransfer

from ..enums import OPEN_DOSSIERS, WRITTEN_DOSSIERS, CertificateState
from ..models import Certificate, CertificateEvent, Dossier, DossierPaper


def take_new_version(old: Evidence, new: Evidence) -> None:
    """Dossiers that are still being written use the new version; those handed in keep what the office looks at."""
    DossierPaper.objects.filter(evidence=old, dossier__state__in=WRITTEN_DOSSIERS).update(
        evidence=new
    )


def change_hands(transfer: ProductTransfer) -> None:
    """Certificates in force belong to the new producer from now on; what they print stays as it was issued.

    Raises Refused while the product is being assessed: the result would be of somebody else.
    """
    if Dossier.objects.filter(product=transfer.product, state__in=OPEN_DOSSIERS).exists():
        raise Refused(
            _("Sản phẩm đang có hồ sơ đánh giá. Chờ có kết quả, hoặc rút hồ sơ rồi chuyển.")
        )
    running = Certificate.objects.filter(
        product=transfer.product, state__in=(CertificateState.IN_FORCE, CertificateState.SUSPENDED)
    )
    for certificate in running:
        certificate.producer = transfer.taker
        certificate.save()
        CertificateEvent.objects.create(
            certificate=certificate,
            state=certificate.state,
            on=transfer.on,
            decision_number=transfer.act[:60],
            reason=f"Chuyển từ {transfer.giver} sang {transfer.taker}",
            by=transfer.by,
        )
