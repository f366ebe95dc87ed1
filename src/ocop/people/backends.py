"""Who a session belongs to, found by a statement that is compiled once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from ocop.core.compiled import Select

from .models import User

_person = Select(lambda pk: User.objects.filter(pk=pk).order_by(), pk=User._meta.pk)


class Accounts(ModelBackend):
    """Asked at each request: a person who may not sign in any more is refused at once."""

    def get_user(self, user_id: Any) -> User | None:
        found = _person.rows(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
