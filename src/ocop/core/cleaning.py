"""What the system made for its own use and needs no more; a piece of the work of each day."""

from datetime import date, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import default_storage
from django.utils import timezone

from .files import WholeFiles
from .models import SubmitToken
from .transactions import write

TOKENS_FOR = timedelta(days=7)
"""How long a form that was sent is known again: a phone without a network resends what it kept within days."""
UNFINISHED_FOR = timedelta(days=1)


def clear(day: date) -> int:
    """Delete tokens of forms carried out long ago, sessions that ended, and files whose writing a power cut broke off;
    returns how many tokens and files. 2 statements."""
    now = timezone.now()
    with write():
        cleared, _by_model = SubmitToken.objects.filter(used_at__lt=now - TOKENS_FOR).delete()
        SessionStore.clear_expired()
    if isinstance(default_storage, WholeFiles):
        cleared += default_storage.clear_unfinished(before=now - UNFINISHED_FOR)
    return cleared
