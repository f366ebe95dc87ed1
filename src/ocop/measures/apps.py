from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "ocop.measures"
    label = "measures"
