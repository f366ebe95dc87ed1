"""Certificates: for offices and producers; the public page is the portal's."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ocop.core import clock
from ocop.core.listing import Column, Listing
from ocop.core.panels import panels_for
from ocop.core.rights import allow, one_of, page
from ocop.core.words import in_vietnamese

from . import papers, policy
from .actions import certificates as actions
from .actions import expiry
from .forms import CertificateChangeForm, CertificateFilter, NoticeForm
from .models import Certificate
from .queries import history
from .states import certificate_moves


@allow(policy.reads_certificates)
def certificate_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        policy.certificates_visible_to(request.user).select_related("product", "producer", "place"),
        order="-valid_from",
        name="giay-chung-nhan",
        search="product__search",
        filters=CertificateFilter(request.GET),
        row_template="certificates/partials/certificate_row.html",
        columns=[
            Column(_("Số"), sort="number", value=lambda c: c.number),
            Column(_("Sản phẩm"), sort="product__sort_key", value=lambda c: c.product_name),
            Column(_("Chủ thể"), sort="producer__sort_key", value=lambda c: c.producer_name),
            Column(_("Địa bàn"), value=lambda c: c.place.name, is_shown=False),
            Column(_("Sao"), sort="stars", value=lambda c: c.stars),
            Column(_("Từ ngày"), value=lambda c: c.valid_from, is_shown=False),
            Column(_("Đến ngày"), sort="valid_to", value=lambda c: c.valid_to),
            Column(_("Hiệu lực"), sort="state", value=lambda c: c.status().label),
        ],
    )
    return (
        listing.export()
        if listing.wants_export
        else render(request, "certificates/certificates.html", {"listing": listing})
    )


def found_certificate(person: Any, pk: int) -> Certificate:
    visible = policy.certificates_visible_to(person).select_related(
        "product__producer__place",
        "producer",
        "place__district",
        "place__province",
        "office__province",
        "office__parent",
        "issuing_office",
        "superseded_by",
        "notice",
    )
    return get_object_or_404(visible, pk=pk)


@page(found_certificate, to_act=policy.issues_for)
def certificate(request: HttpRequest, found: Certificate) -> HttpResponse:
    """A certificate, its history, and for its office the acts of suspending, restoring, revoking."""
    may_change = policy.issues_for(request.user, found)
    form = CertificateChangeForm(request.POST or None)
    if request.method == "POST":
        to = one_of(actions.BY_HAND, request.POST.get("to", ""))
        if form.is_valid():
            with form.showing_refusals():
                actions.change_state(
                    actor=request.user, certificate=found, to=to, **form.cleaned_data
                )
                messages.success(request, _("Đã ghi; trang tra cứu công khai đổi ngay."))
                return redirect("certificates:certificate", found.pk)
    notice = getattr(found, "notice", None)
    context = {
        "certificate": found,
        "notice": notice,
        "days_left": (found.valid_to - clock.today()).days if found.valid_to else None,
        "panels": panels_for(found, request.user),
        "events": history(found),
        "form": form,
        "may_change": may_change,
        "is_demo": found.producer.is_demo,
        "changes": [to for to in actions.BY_HAND if certificate_moves.allowed(found, to)],
    }
    return render(request, "certificates/certificate.html", context)


@page(found_certificate)
@in_vietnamese
def certificate_pdf(request: HttpRequest, found: Certificate) -> HttpResponse:
    return papers.certificate_download(found)


@page(found_certificate, policy.sends_notice)
def notice(request: HttpRequest, found: Certificate) -> HttpResponse:
    """The written notice that a certificate ends: its draft to sign, then its number and date, which tells the producer."""
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals(NON_FIELD_ERRORS):
            expiry.send_notice(actor=request.user, certificate=found, **form.cleaned_data)
            messages.success(request, _("Đã ghi; chủ thể được báo và xem được thông báo."))
            return redirect("certificates:certificate", found.pk)
    context = {
        "certificate": found,
        "notice": found.notice,
        "form": form,
        "is_demo": found.producer.is_demo,
    }
    return render(request, "certificates/notice.html", context)


@page(found_certificate, policy.reads_notice)
def notice_file(request: HttpRequest, found: Certificate, suffix: str) -> HttpResponse:
    """The notice as PDF or Word: a draft for its office, for others once it is sent."""
    found.notice.certificate = found
    return papers.expiry_notice(found.notice, one_of(("pdf", "docx"), suffix))
