"""Proof that a login is the person's own: a link sent to the address, or a code that the person tells an officer.

Whoever registers may type another's address. So the link works only for who is signed in to that account, and the code
stands only on that account's pages: both at once show that the address and the password are in the same hands.
"""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.crypto import constant_time_compare, salted_hmac

DIGITS = 6


class Links(PasswordResetTokenGenerator):
    """Secrets of links: for as long as those to a new password, and until the login is proven."""

    key_salt = "ocop.people.proof"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{user.pk}|{user.login}|{user.password}|{user.proven_at}|{timestamp}"


links = Links()


def code(user: Any) -> str:
    """Six digits, others after a change of the password."""
    digest = salted_hmac("ocop.people.proof.code", f"{user.pk}|{user.login}|{user.password}")
    return f"{int(digest.hexdigest(), 16) % 10**DIGITS:0{DIGITS}}"


def is_code(user: Any, text: str) -> bool:
    """Whether that is the person's code, however it is spaced."""
    return constant_time_compare("".join(text.split()), code(user))


def mail_mark(token: str) -> str:
    """What only the mail adds to the link of an invitation: whoever shows it has read the mail. The link alone stands on
    the screen of who invites."""
    return salted_hmac("ocop.people.proof.mail", token).hexdigest()[:32]


def is_mail_mark(token: str, mark: str) -> bool:
    return constant_time_compare(mark, mail_mark(token))
