"""What anybody sees: the catalogue of recognised products and the check of a certificate."""

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from ocop.core import qr
from ocop.core.listing import Column, Listing
from ocop.core.rights import allow, anyone
from ocop.evaluation.enums import CertificateState
from ocop.evaluation.models import Certificate
from ocop.producers.sets import set_name


@allow(anyone)
def home(request: HttpRequest) -> HttpResponse:
    """The desk for who is signed in, the catalogue for everybody else."""
    return redirect("people:desk") if request.user.is_authenticated else catalogue(request)


@allow(anyone)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Products whose stars are in force today."""
    today = timezone.localdate()
    shown = Certificate.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), state=CertificateState.IN_FORCE
    ).select_related("product", "producer", "place__district", "place__province")
    listing = Listing(
        request,
        shown,
        search="product__search",
        order="-stars",
        name="san-pham-ocop",
        row_template="portal/product_row.html",
        columns=[
            Column(_("Sản phẩm"), sort="product__sort_key", value=lambda c: c.product_name),
            Column(_("Chủ thể"), sort="producer__sort_key", value=lambda c: c.producer_name),
            Column(_("Địa bàn"), sort="place__sort_key", value=lambda c: c.place.name),
            Column(_("Bộ sản phẩm"), value=lambda c: set_name(c.product.set_code)),
            Column(_("Sao"), sort="stars", value=lambda c: c.stars),
        ],
    )
    return (
        listing.export()
        if listing.wants_export
        else render(request, "portal/catalogue.html", {"listing": listing})
    )


@allow(anyone)
@cache_control(public=True, max_age=60)
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Valid, about to expire, expired, suspended, revoked or unknown, since when, by which decision: 2 queries."""
    around = ("producer", "place__district", "superseded_by")
    shown = Certificate.objects.select_related(*around).only(
        *(f.name for f in Certificate._meta.concrete_fields),
        "producer__is_demo",
        "place__name",
        "place__district__name",
        "superseded_by__number",
    )
    try:
        found = shown.get(number=number)
    except Certificate.DoesNotExist:
        return render(request, "portal/certificate_unknown.html", {"number": number}, status=404)
    context = {
        "certificate": found,
        "status": found.status(),
        "last": found.events.order_by("-on", "-pk").first(),
        "public_key": qr.public_key_b64(settings.CERTIFICATE_KEY),
        "is_demo": found.producer.is_demo,
    }
    return render(request, "portal/certificate.html", context)


@allow(anyone)
def check(request: HttpRequest) -> HttpResponse:
    """Type a certificate's number."""
    number = request.GET.get("so", "").strip()[:40]
    return (
        redirect("portal:certificate", number) if number else render(request, "portal/check.html")
    )
