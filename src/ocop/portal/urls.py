from django.urls import include, path, re_path

from . import views

pages = [
    path("san-pham-ocop/", views.catalogue, name="catalogue"),
    re_path(r"^anh-san-pham/(?P<sha256>[0-9a-f]{64})\.webp$", views.picture, name="picture"),
    path("c/", views.check, name="check"),
    path("c/<str:number>/", views.certificate, name="certificate"),
    path("tra-cuu/", views.former_check, name="former_check"),
    path("sw.js", views.worker, name="worker"),
    path("kiem-tra.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", views.robots, name="robots"),
]
urlpatterns = [path("", views.home, name="home"), path("", include((pages, "portal")))]
