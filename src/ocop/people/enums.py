from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does at a place; the place's level tells of which office. Members of producers and of councils
    are kept with the producer and the council."""

    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")
    OFFICER = "officer", _("Cán bộ OCOP")
    LEADER = "leader", _("Lãnh đạo")
    SUPERVISOR = "supervisor", _("Giám sát, thanh tra")


class OrganisationKind(models.TextChoices):
    """What an organisation is by its charter or its founding decision; with its place it tells of which level."""

    PARTY_COMMITTEE = "party_committee", _("Cấp ủy")
    PARTY_BOARD = "party_board", _("Ban, văn phòng của cấp ủy")
    PARTY_GROUP = "party_group", _("Ban cán sự đảng, đảng đoàn")
    PEOPLES_COUNCIL = "peoples_council", _("Hội đồng nhân dân")
    PEOPLES_COMMITTEE = "peoples_committee", _("Ủy ban nhân dân")
    DEPARTMENT = "department", _("Bộ, sở, ban, ngành")
    OFFICE = "office", _("Phòng chuyên môn")
    PUBLIC_SERVICE_UNIT = "public_service_unit", _("Đơn vị sự nghiệp công lập")
    COORDINATION_OFFICE = "coordination_office", _("Văn phòng điều phối, ban chỉ đạo")
    FATHERLAND_FRONT = "fatherland_front", _("Mặt trận Tổ quốc")
    SOCIO_POLITICAL = "socio_political", _("Tổ chức chính trị - xã hội")
    ASSOCIATION = "association", _("Hội, hiệp hội, liên minh")
    INSTITUTE = "institute", _("Viện, trường")
    BANK = "bank", _("Ngân hàng")
    PRESS = "press", _("Cơ quan báo chí")
    OTHER = "other", _("Khác")
