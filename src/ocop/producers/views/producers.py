"""Producers: registration, the list, their page, confirmation."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import login as sign_in
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from ocop.core import audit, cells
from ocop.core.history import tell
from ocop.core.limits import Limit, limited, person
from ocop.core.listing import Column, Listing
from ocop.core.navigation import addresses
from ocop.core.rights import allow, anyone, page
from ocop.core.views import posted_version
from ocop.people.actions import BACKEND
from ocop.people.enums import Role

from .. import forms, policy, queries
from ..actions import producers as actions
from ..enums import ProducerState
from ..facts import PRODUCER
from ..models import Producer

REGISTRATIONS = Limit("producers.register", 60, timedelta(hours=1))
"""Sent forms at one address, behind which a whole training class may sit; those with a slip count too."""
CODES = Limit("producers.code", 60, timedelta(hours=1))


@allow(anyone)
@limited(REGISTRATIONS)
def register(request: HttpRequest) -> HttpResponse:
    """A producer signs up: account and producer on one page, then its commune confirms."""
    form = forms.RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.showing_refusals():
            user, producer = actions.register(
                account={key: data[key] for key in ("login", "full_name", "password", "phone")},
                producer={key: data[key] for key in ("type", "name", "place", "phone")}
                | {"representative": data["full_name"]},
            )
            sign_in(request, user, backend=BACKEND)
            messages.success(
                request,
                _(
                    "Đã gửi đăng ký. Trong lúc chờ xã xác nhận, bạn có thể khai sản phẩm và tải giấy tờ."
                ),
            )
            return redirect("producers:producer", producer.pk)
    return render(request, "producers/register.html", {"form": form})


@allow(policy.reads_producers)
def producers(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        queries.producer_list(request.user),
        search="search",
        order="sort_key",
        name="chu-the",
        filters=forms.ProducerFilter(request.GET),
        columns=producer_columns(),
    )
    if listing.wants_export:
        return listing.export()
    return render(
        request,
        "producers/producers.html",
        {"listing": listing, "may_import": policy.is_importer(request.user)},
    )


def producer_columns() -> list[Column]:
    address = addresses("producers:producer")
    return [
        Column(
            _("Tên chủ thể"),
            sort="sort_key",
            value=lambda p: p.name,
            cell=lambda p: cells.link(address(p.pk), p.name),
        ),
        Column(_("Loại hình"), sort="type", value=lambda p: p.get_type_display()),
        Column(
            _("Địa bàn"),
            sort="place__sort_key",
            value=lambda p: p.place.name,
            cell=lambda p: p.place.in_district,
        ),
        Column(
            _("Số sản phẩm"),
            sort="products_count",
            value=lambda p: p.products_count,
            is_number=True,
            total=Sum("products_count"),
        ),
        Column(
            _("Tình trạng"), sort="state", value=lambda p: p.get_state_display(), cell=cells.badge
        ),
    ]


def found_producer(person: Any, pk: int) -> Producer:
    """The producer if the person may see it, else 404."""
    visible = policy.producers_visible_to(person).select_related(
        "place", "place__district", "organisation"
    )
    return get_object_or_404(visible, pk=pk)


@page(found_producer)
def producer(request: HttpRequest, producer: Producer) -> HttpResponse:
    """All of a producer on one page."""
    members = list(queries.members(producer))
    context = {
        "producer": producer,
        "is_demo": producer.is_demo,
        "facts": PRODUCER.panel(producer),
        "products": producer.products.filter(is_active=True),
        "stopped": producer.products.filter(is_active=False),
        "given": producer.given.select_related("product", "taker"),
        "members": members,
        "years": producer.years.all(),
        "papers_count": producer.evidence.current().count(),
        "expiring": queries.expiring_papers(Producer.objects.filter(pk=producer.pk))[:5],
        "history": tell(audit.history(producer)[:20]),
        "may_edit": policy.can_edit(request.user, producer),
        "may_confirm": policy.can_confirm(request.user, producer),
        "registrant": None
        if any(member.user.is_proven for member in members)
        else next((member.user for member in members), None),
        "reason_form": forms.ReasonForm(),
    }
    return render(request, "producers/producer.html", context)


@allow(policy.is_importer)
def create(request: HttpRequest) -> HttpResponse:
    form = forms.ProducerForm(request.POST or None)
    places = request.user.places_as(Role.OFFICER)
    form.fields["place"].limit_to(places)
    form.fields["organisation"].near(places)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            producer = actions.create(actor=request.user, producer=form.save(commit=False))
            return redirect("producers:producer", producer.pk)
    return render(
        request,
        "producers/form.html",
        {
            "form": form,
            "title": _("Thêm chủ thể"),
            "draft": "producer-new",
            "back": reverse("producers:producers"),
            "back_title": pgettext("list", "Chủ thể"),
        },
    )


@page(found_producer, policy.can_edit)
def edit(request: HttpRequest, producer: Producer) -> HttpResponse:
    form = forms.ProducerForm(request.POST or None, instance=producer)
    form.fields["organisation"].near([producer.place])
    if request.method == "POST" and form.is_valid():
        fields = {
            name: form.cleaned_data[name] for name in form.changed_data if name in form.cleaned_data
        }
        version = posted_version(request)
        with form.showing_refusals():
            saved = actions.change(
                actor=request.user, producer=producer, version=version, fields=fields
            )
            waits = saved.state == ProducerState.PENDING
            messages.success(request, _("Đã lưu, chờ xã xác nhận.") if waits else _("Đã lưu."))
            return redirect("producers:producer", producer.pk)
    context = {
        "form": form,
        "title": _("Sửa thông tin chủ thể"),
        "version": producer.version,
        "draft": f"producer-{producer.pk}",
        "back": reverse("producers:producer", args=[producer.pk]),
        "back_title": producer,
    }
    return render(request, "producers/form.html", context)


@page(found_producer, policy.can_confirm)
@require_POST
@limited(CODES, person)
def confirm(request: HttpRequest, producer: Producer) -> HttpResponse:
    actions.decide_registration(
        actor=request.user,
        producer=producer,
        confirmed=True,
        code=request.POST.get("code", ""),
    )
    messages.success(request, _("Đã xác nhận chủ thể."))
    return redirect("producers:producer", producer.pk)


@page(found_producer, policy.can_confirm)
@require_POST
def reject(request: HttpRequest, producer: Producer) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.decide_registration(
        actor=request.user, producer=producer, confirmed=False, reason=reason
    )
    messages.success(request, _("Đã báo cho chủ thể."))
    return redirect("producers:producer", producer.pk)


@page(found_producer, policy.can_edit)
@require_POST
def participate(request: HttpRequest, producer: Producer) -> HttpResponse:
    """Stop to take part, or come back."""
    takes_part = request.POST.get("tham-gia") == "1"
    actions.set_participation(
        actor=request.user,
        producer=producer,
        takes_part=takes_part,
        reason=request.POST.get("reason", ""),
    )
    messages.success(
        request, _("Đã tham gia trở lại.") if takes_part else _("Đã ghi ngừng tham gia.")
    )
    return redirect("producers:producer", producer.pk)
