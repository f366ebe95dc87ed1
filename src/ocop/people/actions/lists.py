"""How a person wants to see lists. No entry of the audit trail: nobody else is concerned, as with the language."""

import re
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ocop.core.errors import Refused

from ..models import User

MOST_LISTS, MOST_COLUMNS = 200, 40
NAME = re.compile(r"[\w,.-]{1,80}", re.ASCII)


@transaction.atomic
def hide_columns(*, user: User, listing: str, columns: Sequence[str]) -> None:
    """Keep what the person hides of a list, in the person's own row, which every page reads anyway.

    A list forgets what it does not know or what may not be hidden (`core.listing`). Raises Refused for what no list has.
    """
    hidden = dict(User.objects.select_for_update().get(pk=user.pk).hidden_columns)
    hidden.pop(listing, None)
    if columns:
        hidden[listing] = list(dict.fromkeys(columns))
    is_much = len(hidden) > MOST_LISTS or len(columns) > MOST_COLUMNS
    if is_much or not all(NAME.fullmatch(name) for name in (listing, *columns)):
        raise Refused(_("Danh sách không có những cột này. Mở lại danh sách rồi chọn."))
    User.objects.filter(pk=user.pk).update(hidden_columns=hidden)
