"""Lines of the log, without the secrets that some addresses hold."""

import logging
import re

from django.conf import settings

_secret = re.compile(rf"(/(?:{'|'.join(settings.SECRET_PATHS)})/)[^\s\"'<>]+")


class Formatter(logging.Formatter):
    """A link to an invitation or a new password opens doors: whoever reads the log reads only that it was used."""

    def format(self, record: logging.LogRecord) -> str:
        return _secret.sub(r"\1…", super().format(record))
