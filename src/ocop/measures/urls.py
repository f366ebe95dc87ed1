from django.urls import path

from . import views

app_name = "measures"
urlpatterns = [
    path("<str:code>/<str:place>/<str:period>/", views.records, name="records"),
    path("<str:code>/<str:place>/<str:period>/<str:by>/<str:key>/", views.records, name="records"),
]
