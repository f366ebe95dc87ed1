"""The group that all commands belong to, and the start of Django for those that need it."""

import os

import click


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.settings")
    import django

    django.setup()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """OCOP: dossiers, councils, scores, stars, certificates."""
