"""Certificates: for offices and producers; the public page is the portal's."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ocop.core import cells
from ocop.core.attachment_pages import shown
from ocop.core.listing import Column, Listing
from ocop.core.navigation import addresses
from ocop.core.panels import panels_for
from ocop.core.rights import allow, one_of, page
from ocop.core.words import in_vietnamese

from . import papers, policy
from .actions import certificates as actions
from .actions import expiry
from .forms import CertificateChangeForm, CertificateFilter, NoticeForm
from .models import Certificate
from .queries import history, notices_waiting
from .states import certificate_moves
from .templatetags.certificates import certificate_status


@allow(policy.reads_certificates)
def certificate_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        policy.certificates_visible_to(request.user).select_related("product", "producer", "place"),
        order="-valid_from",
        name="giay-chung-nhan",
        search="product__search",
        filters=CertificateFilter(request.GET),
        columns=certificate_columns(),
    )
    return (
        listing.export()
        if listing.wants_export
        else render(request, "certificates/certificates.html", {"listing": listing})
    )


def certificate_columns() -> list[Column]:
    address = addresses("certificates:certificate")
    return [
        Column(
            _("Số"),
            sort="number",
            value=lambda c: c.number,
            cell=lambda c: cells.link(address(c.pk), c.number),
            is_nowrap=True,
        ),
        Column(_("Sản phẩm"), sort="product__sort_key", value=lambda c: c.product_name),
        Column(
            _("Chủ thể"),
            sort="producer__sort_key",
            value=lambda c: c.producer_name,
            cell=lambda c: cells.with_line(c.producer_name, c.place),
        ),
        Column(_("Địa bàn"), value=lambda c: c.place.name, is_shown=False),
        Column(
            _("Sao"), sort="stars", value=lambda c: c.stars, cell=lambda c: cells.stars(c.stars)
        ),
        Column(_("Từ ngày"), value=lambda c: c.valid_from, is_shown=False),
        Column(
            _("Đến ngày"), sort="valid_to", value=lambda c: c.valid_to, cell=term, is_nowrap=True
        ),
        Column(
            _("Hiệu lực"),
            sort="state",
            value=lambda c: c.status().label,
            cell=lambda c: cells.mark(**certificate_status(c)),
        ),
    ]


def term(certificate: Certificate) -> SafeString:
    since = _("từ") + " " + cells.day(certificate.valid_from)
    return cells.with_line(cells.day(certificate.valid_to), since)


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
def certificate(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """A certificate, its history, and for its office the acts of suspending, restoring, revoking."""
    may_change = policy.issues_for(request.user, certificate)
    form = CertificateChangeForm(request.POST or None)
    if request.method == "POST":
        to = one_of(actions.BY_HAND, request.POST.get("to", ""))
        if form.is_valid():
            with form.showing_refusals():
                actions.change_state(
                    actor=request.user, certificate=certificate, to=to, **form.cleaned_data
                )
                messages.success(request, _("Đã ghi; trang tra cứu công khai đổi ngay."))
                return redirect("certificates:certificate", certificate.pk)
    notice = getattr(certificate, "notice", None)
    mine = Certificate.objects.filter(pk=certificate.pk)
    context = {
        "certificate": certificate,
        "notice": notice,
        "owes_notice": may_change and notices_waiting(mine).exists(),
        "held": shown(notice, request.user, "scan") if notice and notice.sent_on else None,
        "panels": panels_for(certificate, request.user),
        "events": history(certificate),
        "form": form,
        "may_change": may_change,
        "is_demo": certificate.producer.is_demo,
        "changes": [to for to in actions.BY_HAND if certificate_moves.allowed(certificate, to)],
    }
    return render(request, "certificates/certificate.html", context)


@page(found_certificate)
@in_vietnamese
def certificate_pdf(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    return papers.certificate_download(certificate)


@page(found_certificate, policy.sends_notice)
def notice(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """The written notice that a certificate ends: its draft to sign, then its number and date, which tells the producer."""
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals(NON_FIELD_ERRORS):
            expiry.send_notice(actor=request.user, certificate=certificate, **form.cleaned_data)
            messages.success(request, _("Đã ghi; chủ thể được báo và xem được thông báo."))
            return redirect("certificates:certificate", certificate.pk)
    context = {
        "certificate": certificate,
        "notice": certificate.notice,
        "form": form,
        "held": shown(certificate.notice, request.user, "scan"),
        "is_demo": certificate.producer.is_demo,
    }
    return render(request, "certificates/notice.html", context)


@page(found_certificate, policy.reads_notice)
def notice_file(request: HttpRequest, certificate: Certificate, suffix: str) -> HttpResponse:
    """The notice as PDF or Word: a draft for its office, for others once it is sent."""
    certificate.notice.certificate = certificate
    return papers.expiry_notice(certificate.notice, one_of(("pdf", "docx"), suffix))
