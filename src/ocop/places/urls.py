from django.urls import path

from . import views

app_name = "places"
urlpatterns = [
    path("goi-y/", views.suggest, name="suggest"),
    path("ranh-gioi/", views.outline_list, name="outlines"),
    path("ranh-gioi/tai-len/", views.load_outlines, name="load_outlines"),
    path("thay-doi/", views.changes, name="changes"),
    path("thay-doi/tai-len/", views.load_changes, name="load_changes"),
    path("thay-doi/mau/<slug:what>/", views.changes_template, name="changes_template"),
    path("lich-lam-viec/", views.calendar, name="calendar"),
    path("lich-lam-viec/<int:pk>/bo/", views.forget_day, name="forget_day"),
]
