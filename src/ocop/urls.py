"""Routes of the whole site: Vietnamese words in the addresses that people see."""

from django.conf import settings
from django.urls import include, path

# Addresses are tried in this order: a room with a word of its own is told by it, the others are looked through.
urlpatterns = [
    path("dia-ban/", include("ocop.places.urls")),
    path("mau-van-ban/", include("ocop.stationery.urls")),
    path("so-lieu/", include("ocop.measures.urls")),
    path("chu-the/", include("ocop.producers.urls")),
    path("bo-tieu-chi/", include("ocop.criteria.urls")),
    path("giay-chung-nhan/", include("ocop.certificates.urls")),
    path("danh-gia/", include("ocop.evaluation.urls")),
    path("danh-gia/", include("ocop.dossiers.urls")),
    path("", include("ocop.portal.urls")),
    path("", include("ocop.people.urls")),
    path("", include("ocop.core.urls")),
]
if settings.DEBUG:
    from ocop.core.views import gallery

    urlpatterns.append(path("_gallery/", gallery))

handler400 = "ocop.core.views.bad_request"
handler403 = "ocop.core.views.forbidden"
handler404 = "ocop.core.views.not_found"
handler500 = "ocop.core.views.server_error"
