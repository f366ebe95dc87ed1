from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CoreConfig(AppConfig):
    name = "ocop.core"
    label = "core"

    def ready(self) -> None:
        from . import audit, checks, guards  # noqa: F401

        pre_migrate.connect(guards.remove, sender=self)
        post_migrate.connect(guards.install, sender=self)
