"""Certificates: for offices and producers; the public page is the portal's."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ocop.core.listing import Column, Listing
from ocop.core.rights import allow

from .. import papers, policy
from ..actions import certificates as actions
from ..enums import CertificateState
from ..forms.certificates import CertificateChangeForm
from ..models import Certificate


@allow(policy.reads_evaluation)
def certificate_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        policy.certificates_visible_to(request.user).select_related("product", "producer", "place"),
        order="-valid_from",
        name="giay-chung-nhan",
        search="product__search",
        row_template="evaluation/partials/certificate_row.html",
        columns=[
            Column(_("Số"), sort="number", value=lambda c: c.number),
            Column(_("Sản phẩm"), sort="product__sort_key", value=lambda c: c.product_name),
            Column(_("Chủ thể"), sort="producer__sort_key", value=lambda c: c.producer_name),
            Column(_("Địa bàn"), sort="place__sort_key", value=lambda c: c.place.name),
            Column(_("Sao"), sort="stars", value=lambda c: c.stars),
            Column(_("Từ ngày"), sort="valid_from", value=lambda c: c.valid_from),
            Column(_("Đến ngày"), sort="valid_to", value=lambda c: c.valid_to),
            Column(_("Hiệu lực"), sort="state", value=lambda c: c.status()),
        ],
    )
    return (
        listing.export()
        if listing.wants_export
        else render(request, "evaluation/certificates.html", {"listing": listing})
    )


def found_certificate(request: HttpRequest, pk: int) -> Certificate:
    visible = policy.certificates_visible_to(request.user).select_related(
        "product", "producer", "place__district", "track__round__place", "superseded_by"
    )
    return get_object_or_404(visible, pk=pk)


@allow(policy.reads_evaluation)
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """A certificate, its history, and for its office the acts of suspending, restoring, revoking."""
    found = found_certificate(request, pk)
    may_change = policy.issues_for(request.user, found)
    form = CertificateChangeForm(request.POST or None)
    if request.method == "POST":
        to = request.POST.get("to", "")
        if not may_change or to not in CertificateState.values:
            raise Http404
        if form.is_valid():
            actions.change_state(actor=request.user, certificate=found, to=to, **form.cleaned_data)
            messages.success(request, _("Đã ghi; trang tra cứu công khai đổi ngay."))
            return redirect("evaluation:certificate", pk)
    context = {
        "certificate": found,
        "events": found.events.select_related("by"),
        "form": form,
        "may_change": may_change,
        "is_demo": found.producer.is_demo,
        "changes": {"in_force": ["suspended", "revoked"], "suspended": ["in_force", "revoked"]}.get(
            found.state, []
        ),
    }
    return render(request, "evaluation/certificate.html", context)


@allow(policy.reads_evaluation)
def certificate_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return papers.certificate_download(found_certificate(request, pk))
