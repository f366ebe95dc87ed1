from django.apps import AppConfig


class StationeryConfig(AppConfig):
    name = "ocop.stationery"
    label = "stationery"
