"""What of rounds and dossiers falls due on a day."""

from django.utils.translation import gettext_lazy as _

from ocop.core.foreseen import Foreseen, register

from .enums import OPEN_DOSSIERS, RoundState
from .models import Dossier, Round

register(
    Foreseen(
        _("Hết hạn xử lý hồ sơ"),
        lambda: Dossier.objects.filter(state__in=OPEN_DOSSIERS),
        "due_on",
    ),
    Foreseen(
        _("Hết thời gian nhận hồ sơ của đợt"),
        lambda: Round.objects.filter(state=RoundState.RECEIVING),
        "receives_until",
    ),
)
