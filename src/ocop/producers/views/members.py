"""Who acts for a producer: one page for all of them."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.limits import Limit, limited, person
from ocop.core.rights import allow
from ocop.people.actions import withdraw_invitation

from .. import forms, policy, queries
from ..actions import members as actions
from ..enums import MemberRole
from .producers import CODES, editable_producer

INVITATIONS = Limit("producers.invite", 30, timedelta(hours=1))


@allow(policy.reads_producers)
@limited(INVITATIONS, person)
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Who acts for the producer; a manager invites, gives roles and ends them."""
    found = editable_producer(request, pk)
    may_manage = policy.manages_members(request.user, found)
    form = forms.MemberForm(request.POST or None)
    link = ""
    if request.method == "POST" and not may_manage:
        raise Http404
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals("login"):
            _invitation, token = actions.invite(
                actor=request.user, producer=found, **form.cleaned_data
            )
            link = f"{settings.PUBLIC_URL}{reverse('people:accept_invitation', args=[token])}"
    context = {
        "producer": found,
        "members": queries.members(found),
        "invitations": queries.open_invitations(found),
        "form": forms.MemberForm() if link else form,
        "link": link,
        "invited": form.cleaned_data["full_name"] if link else "",
        "may_manage": may_manage,
        "may_prove": policy.is_officer_of(request.user, found),
        "roles": MemberRole.choices,
        "is_demo": found.is_demo,
    }
    return render(request, "producers/members.html", context)


@allow(policy.reads_producers)
@require_POST
def change_member(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    found = editable_producer(request, pk)
    role = request.POST.get("role", "")
    if role not in ("", *MemberRole.values):
        raise Http404
    actions.change(
        actor=request.user,
        member=get_object_or_404(
            queries.members(found).select_related("producer__place", "user"), pk=member
        ),
        role=role,
    )
    messages.success(request, _("Đã lưu."))
    return redirect("producers:members", pk)


@allow(policy.is_importer)
@require_POST
@limited(CODES, person)
def prove_member(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """An officer makes sure that a person is who the login says."""
    found = queries.members(editable_producer(request, pk)).select_related(
        "producer__place", "user"
    )
    actions.prove(
        actor=request.user,
        member=get_object_or_404(found, pk=member),
        code=request.POST.get("code", ""),
    )
    messages.success(request, _("Đã xác nhận."))
    return redirect("producers:members", pk)


@allow(policy.reads_producers)
@require_POST
def withdraw(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    found = editable_producer(request, pk)
    if not policy.manages_members(request.user, found):
        raise Http404
    invited = get_object_or_404(queries.open_invitations(found), pk=invitation)
    withdraw_invitation(actor=request.user, invitation=invited)
    messages.success(request, _("Đã rút lời mời."))
    return redirect("producers:members", pk)
