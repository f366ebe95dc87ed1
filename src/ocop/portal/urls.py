from django.urls import include, path

from . import views

pages = [
    path("san-pham-ocop/", views.catalogue, name="catalogue"),
    path("tra-cuu/", views.check, name="check"),
    path("c/<str:number>/", views.certificate, name="certificate"),
]
urlpatterns = [path("", views.home, name="home"), path("", include((pages, "portal")))]
