"""Who acts for a producer: one page for all of them."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.limits import Limit, limited, person
from ocop.core.rights import one_of, page
from ocop.people.actions import withdraw_invitation

from .. import forms, policy, queries
from ..actions import members as actions
from ..enums import MemberRole
from ..models import Producer
from .producers import CODES, found_producer

INVITATIONS = Limit("producers.invite", 30, timedelta(hours=1))


@page(found_producer, policy.can_edit, to_act=policy.manages_members)
@limited(INVITATIONS, person)
def members(request: HttpRequest, producer: Producer) -> HttpResponse:
    """Who acts for the producer; a manager invites, gives roles and ends them."""
    may_manage = policy.manages_members(request.user, producer)
    form = forms.MemberForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals("login"):
            _invitation, token = actions.invite(
                actor=request.user, producer=producer, **form.cleaned_data
            )
            link = f"{settings.PUBLIC_URL}{reverse('people:accept_invitation', args=[token])}"
    context = {
        "producer": producer,
        "members": queries.members(producer),
        "invitations": queries.open_invitations(producer),
        "form": forms.MemberForm() if link else form,
        "link": link,
        "invited": form.cleaned_data["full_name"] if link else "",
        "may_manage": may_manage,
        "may_prove": policy.is_officer_of(request.user, producer),
        "roles": MemberRole.choices,
        "is_demo": producer.is_demo,
    }
    return render(request, "producers/members.html", context)


@page(found_producer, policy.manages_members)
@require_POST
def change_member(request: HttpRequest, producer: Producer, member: int) -> HttpResponse:
    role = one_of(("", *MemberRole.values), request.POST.get("role", ""))
    actions.change(
        actor=request.user,
        member=get_object_or_404(
            queries.members(producer).select_related("producer__place", "user"), pk=member
        ),
        role=role,
    )
    messages.success(request, _("Đã lưu."))
    return redirect("producers:members", producer.pk)


@page(found_producer, policy.is_officer_of)
@require_POST
@limited(CODES, person)
def prove_member(request: HttpRequest, producer: Producer, member: int) -> HttpResponse:
    """An officer makes sure that a person is who the login says."""
    members = queries.members(producer).select_related("producer__place", "user")
    actions.prove(
        actor=request.user,
        member=get_object_or_404(members, pk=member),
        code=request.POST.get("code", ""),
    )
    messages.success(request, _("Đã xác nhận."))
    return redirect("producers:members", producer.pk)


@page(found_producer, policy.manages_members)
@require_POST
def withdraw(request: HttpRequest, producer: Producer, invitation: int) -> HttpResponse:
    invited = get_object_or_404(queries.open_invitations(producer), pk=invitation)
    withdraw_invitation(actor=request.user, invitation=invited)
    messages.success(request, _("Đã rút lời mời."))
    return redirect("producers:members", producer.pk)
