"""What anybody sees: the catalogue of recognised products, a certificate's page, and its check without a network."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

import ocop.core
from ocop.core import clock, public, rehearsal
from ocop.core.files import IMAGES
from ocop.core.listing import Column, Listing
from ocop.core.models import StoredFile
from ocop.core.rights import allow, anyone
from ocop.core.views import serve_preview
from ocop.criteria.sets import set_choices, set_name
from ocop.producers.models import ProductPicture

from . import queries
from .forms import CatalogueFilter

FONTS = Path(ocop.core.__file__).parent / "static" / "ocop" / "fonts"
PICTURE_PIXELS = 720


@allow(anyone)
def home(request: HttpRequest) -> HttpResponse:
    """The desk for who is signed in, the catalogue for everybody else."""
    return redirect("people:desk") if request.user.is_authenticated else catalogue(request)


@allow(anyone)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Products whose stars are in force today, as cards and as open data: 3 queries, and those of a place asked for.

    A cache between may answer for a minute: a product that came or went is told that much later there.
    """
    filters = CatalogueFilter(request.GET)
    is_sound = filters.is_valid()
    shown = queries.catalogue(
        clock.today(), with_expired=is_sound and filters.cleaned_data["ca_het_han"]
    )
    listing = Listing(
        request,
        shown,
        search="product__search,place__search,place__district__search,place__province__search",
        order="-stars,product__sort_key",
        name="san-pham-ocop",
        filters=filters,
        formats=("xlsx", "csv", "json"),
        columns=CATALOGUE_COLUMNS,
    )
    if listing.wants_export:
        return listing.export()
    counted = listing.searched(shown)
    counted = filters.narrow_all_but_stars(counted) if is_sound else counted.none()
    star_counts = queries.star_counts(counted)

    def draw() -> HttpResponse:
        context = {
            "listing": listing,
            "star_counts": star_counts,
            "stars_chosen": filters.cleaned_data.get("sao"),
            "sorts": [
                ("-stars,product__sort_key", _("Nhiều sao trước")),
                ("product__sort_key", _("Tên A–Y")),
                ("-valid_from", _("Mới công nhận trước")),
                ("place__sort_key", _("Theo địa bàn")),
            ],
        }
        return render(request, "portal/catalogue.html", context)

    state = (
        set_choices(),
        star_counts,
        listing.page.paginator.count,
        *map(queries.card_state, listing.page),
    )
    return public.shown(request, state, draw, seconds=60)


CATALOGUE_COLUMNS = [
    Column("Số giấy chứng nhận", value=lambda c: c.number, key="so_giay_chung_nhan"),
    Column("Sản phẩm", sort="product__sort_key", value=lambda c: c.product_name, key="san_pham"),
    Column("Sao", sort="-stars,product__sort_key", value=lambda c: c.stars, key="sao"),
    Column("Bộ sản phẩm", value=lambda c: set_name(c.product.set_code), key="bo_san_pham"),
    Column("Chủ thể", value=lambda c: c.producer_name, key="chu_the"),
    Column("Xã, phường", sort="place__sort_key", value=lambda c: c.place.name, key="xa"),
    Column("Huyện", value=lambda c: c.place.district and c.place.district.name, key="huyen"),
    Column("Tỉnh", value=lambda c: c.place.province and c.place.province.name, key="tinh"),
    Column("Mã địa bàn", value=lambda c: c.place.code, key="ma_dia_ban"),
    Column("Quyết định", value=lambda c: c.decision_number, key="quyet_dinh"),
    Column("Từ ngày", sort="-valid_from", value=lambda c: c.valid_from, key="tu_ngay"),
    Column("Đến ngày", value=lambda c: c.valid_to, key="den_ngay"),
    Column("Trang kiểm tra", value=lambda c: f"{settings.PUBLIC_URL}/c/{c.number}/", key="trang"),
]


@allow(anyone)
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Valid, about to expire, expired, suspended, revoked or unknown, since when, by which decision: 2 queries.

    A place that has merged into others since costs one more a merger. A cache between may tell a revoked certificate
    valid for ten seconds, no longer: whoever asks holds the product in the hand.
    """
    found = queries.public_certificate(number)
    if found is None:
        context = {"number": number, **check_data()}
        return render(request, "portal/certificate_unknown.html", context, status=404)

    def draw() -> HttpResponse:
        shown = found.certificate
        context = {
            "certificate": shown,
            "verdict": queries.verdict(shown, found.events),
            "events": found.events,
            "supersedes": found.supersedes,
            "present_places": found.present_places,
            "is_demo": shown.producer.is_demo,
            "public_url": settings.PUBLIC_URL,
            **check_data(),
        }
        return render(request, "portal/certificate.html", context)

    state = (settings.PUBLIC_URL, sorted(check_data().items()), found.state)
    return public.shown(request, state, draw, seconds=10)


@allow(anyone)
@cache_control(public=True, max_age=86400)
def picture(request: HttpRequest, sha256: str) -> FileResponse:
    """A picture of a product that has a certificate."""
    shown = ProductPicture.objects.filter(product__certificates__isnull=False)
    stored = get_object_or_404(
        StoredFile, pk=sha256, content_type__in=IMAGES, pk__in=shown.values("file")
    )
    return serve_preview(stored, PICTURE_PIXELS)


@allow(anyone)
@conditional_page
@cache_control(no_cache=True)
def check(request: HttpRequest) -> HttpResponse:
    """Type a number, in small letters and with spaces too, or paste a code. Phones keep this page and show it where a certificate's cannot be reached."""
    asked = request.GET.get("so", "").strip()[:2000]
    if not asked:
        page = render(request, "portal/check.html", check_data())
        page["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
        return page
    address, _hash, token = asked.partition("#")
    number = "".join(address.rstrip("/").rsplit("/", 1)[-1].split()).upper()[:40]
    if not number:
        return redirect("portal:check")
    place = reverse("portal:certificate", args=[number])
    return redirect(f"{place}#{token}" if token else place)


@allow(anyone)
def former_check(request: HttpRequest) -> HttpResponse:
    """The address of the check page in older papers and links."""
    query = request.GET.urlencode()
    return redirect(reverse("portal:check") + (f"?{query}" if query else ""), permanent=True)


def check_data() -> dict[str, object]:
    """What the pages below /c/ need to check a code by themselves. ahead: of the phone's time, in seconds."""
    public = rehearsal.keyring().public
    return {
        "keys": json.dumps(dict(public)),
        "ahead": round(clock.ahead().total_seconds()),
        "keeps_offline": settings.KEEPS_CHECK_OFFLINE,
    }


@allow(anyone)
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of /c/: what is kept on a phone, and a version that changes whenever any of it does."""
    kept = "null"
    if settings.KEEPS_CHECK_OFFLINE:
        page, files = reverse("portal:check"), kept_files()
        version = _version(str(check_data()["keys"]), round(clock.ahead().total_seconds()))
        kept = json.dumps({"version": version, "page": page, "files": files})
    script = f"self.KEPT = {kept};\nimportScripts({json.dumps(static('ocop/worker.js'))});\n"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@cache
def _version(keys: str, ahead: int) -> str:
    """Changes with the keys, a rehearsal's calendar, the page's text and, by their names, its files."""
    with translation.override("vi"):
        page = render_to_string("portal/check.html", {"keys": keys, "ahead": ahead})
    return hashlib.sha256("\n".join([page, *kept_files()]).encode()).hexdigest()[:12]


@cache
def kept_files() -> list[str]:
    names = ["style.css", "check.js", "qr-reader.js", "icons.svg", "favicon.svg"]
    names += sorted(f"fonts/{font.name}" for font in FONTS.glob("*.woff2"))
    return [static(f"ocop/{name}") for name in names]


@allow(anyone)
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """By which a phone puts the check on its home screen."""
    return JsonResponse(
        {
            "name": _("Kiểm tra giấy chứng nhận OCOP"),
            "short_name": _("Kiểm tra OCOP"),
            "start_url": reverse("portal:check"),
            "scope": reverse("portal:check"),
            "display": "standalone",
            "background_color": "#fbfaf7",
            "theme_color": "#14532d",
            "icons": [{"src": static("ocop/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@allow(anyone)
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines find products and certificates, and nothing that needs an account."""
    public = [reverse("portal:catalogue"), reverse("portal:check"), "/anh-san-pham/", "/static/"]
    lines = ["User-agent: *", "Allow: /$", *(f"Allow: {path}" for path in public), "Disallow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
