"""What waits for a person after a change of the units: things of split units, roles and bodies that ended with theirs."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ocop.core.errors import Refused
from ocop.core.rights import allow
from ocop.core.views import posted_number
from ocop.places import followers
from ocop.places.models import Place

from .. import heirs, policy, queries
from ..actions import organisations
from ..actions import resettling as actions
from ..models import Appointment

MOST = 50


@allow(policy.is_officer)
def split_units(request: HttpRequest) -> HttpResponse:
    """Things whose unit was split, each with the units among which the officer chooses."""
    if request.method == "POST":
        kind = followers.kind(request.POST.get("kind", ""))
        if kind is None:
            raise Http404
        thing = get_object_or_404(kind.living(), pk=posted_number(request, "thing"))
        to = _unit(request)
        actions.choose_unit(actor=request.user, kind=kind, pk=thing.pk, to=to)
        messages.success(
            request, _("Đã chuyển %(thing)s về %(unit)s.") % {"thing": thing, "unit": to}
        )
        return redirect("people:split_units")
    waiting = queries.at_split_units(request.user)
    context = {"waiting": waiting[:MOST], "more": max(0, len(waiting) - MOST)}
    return render(request, "people/split_units.html", context)


@allow(policy.manages_people)
def roles_left_behind(request: HttpRequest) -> HttpResponse:
    """Roles that ended with their unit: each goes on at a unit of today or lapses; at once all with one unit to go on at."""
    if request.method == "POST":
        _settle(request)
        return redirect("people:roles_left_behind")
    waiting = queries.roles_left_behind(request.user)
    context = {
        "waiting": waiting[:MOST],
        "more": max(0, len(waiting) - MOST),
        "whole": sum(role.proposed is not None for role in waiting),
    }
    return render(request, "people/roles_left_behind.html", context)


def _settle(request: HttpRequest) -> None:
    if request.POST.get("all"):
        whole = [role for role in queries.roles_left_behind(request.user) if role.proposed]
        for waiting in whole:
            actions.carry_over(actor=request.user, appointment=waiting.thing, to=waiting.proposed)
        messages.success(request, _("Đã giao lại %(n)d vai trò.") % {"n": len(whole)})
        return
    roles = Appointment.objects.select_related("place", "user")
    role = get_object_or_404(roles, pk=posted_number(request, "role"))
    if request.POST.get("lapse"):
        actions.let_lapse(actor=request.user, appointment=role)
        messages.success(
            request, _("Vai trò của %(person)s không giao lại.") % {"person": role.user}
        )
    else:
        actions.carry_over(actor=request.user, appointment=role, to=(to := _unit(request)))
        messages.success(
            request,
            _("Đã giao lại vai trò của %(person)s tại %(unit)s.")
            % {"person": role.user, "unit": to},
        )


@allow(policy.manages_people)
def bodies_left_behind(request: HttpRequest) -> HttpResponse:
    """Bodies whose unit has ended: each has a successor, ended without one, or goes on at a unit of today."""
    waiting = heirs.asked_of(request.user)
    if request.method == "POST":
        asked = request.POST.get("body", "")
        left = next((each for each in waiting if str(each.body.pk) == asked), None)
        if left is None:
            raise Http404
        messages.success(request, _said_of(request, left))
        return redirect("people:bodies_left_behind")
    context = {"waiting": waiting[:MOST], "more": max(0, len(waiting) - MOST)}
    return render(request, "people/bodies_left_behind.html", context)


def _said_of(request: HttpRequest, left: heirs.Heirs) -> str:
    """Carry out what was chosen for a body, "successor:…", "at:…" or "none"; says what has become of it."""
    body, (what, _colon, which) = left.body, request.POST.get("to", "").partition(":")
    if what == "at" and which in left.homes:
        home = {"place": left.homes[which]}
        organisations.change(
            actor=request.user, organisation=body, version=body.version, fields=home
        )
        return _("%(body)s tiếp tục hoạt động tại %(unit)s.") % {
            "body": body,
            "unit": home["place"],
        }
    successor = left.successors.get(which) if what == "successor" else None
    if successor is None and not (what == "none" and left.may_end_alone):
        raise Refused(_("Chọn một khả năng cho %(body)s.") % {"body": body}, fields=["to"])
    organisations.end(actor=request.user, organisation=body, on=left.last, successor=successor)
    if successor is None:
        return _("%(body)s kết thúc cùng đơn vị.") % {"body": body}
    return _("%(successor)s kế thừa %(body)s.") % {"body": body, "successor": successor}


def _unit(request: HttpRequest) -> Place:
    key = request.POST.get("to", "")
    if not key:
        raise Refused(_("Chọn đơn vị."), fields=["to"])
    return get_object_or_404(Place, key=key)
