"""What a person chooses of the lists: the columns that are shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ocop.core.rights import allow, is_signed_in, own_page

from ..actions import lists as actions


@allow(is_signed_in)
@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Keep which of a list's columns the person hides, and lead back to the list."""
    offered, shown = request.POST.getlist("column"), request.POST.getlist("shown")
    actions.hide_columns(
        user=request.user,
        listing=request.POST.get("list", ""),
        columns=[column for column in offered if column not in shown],
    )
    return redirect(own_page(request, request.POST.get("next", "")) or "/")
