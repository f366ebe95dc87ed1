"""The person's language, wherever they sign in."""

from collections.abc import Callable

from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class PersonMiddleware:
    """The language of the profile is the language of the page; who has no account has the cookie's.

    Asks the database for nothing that the session does not already ask for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.get("_auth_user_id") and request.user.is_authenticated:
            request.user = get_user(request)  # the person, in place of who looks it up at each word
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
