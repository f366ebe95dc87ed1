from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does at a place; the place's level tells of which office. Members of producers and of councils
    are kept with the producer and the council."""

    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")
    OFFICER = "officer", _("Cán bộ OCOP")
    LEADER = "leader", _("Lãnh đạo")
    SUPERVISOR = "supervisor", _("Giám sát, thanh tra")
