from django.urls import path

from . import field_views, views

app_name = "core"
urlpatterns = [
    path("lich-dien-tap/", views.calendar, name="calendar"),
    path("viec/<uuid:pk>/", views.job_page, name="job"),
    path("viec/<uuid:pk>/tep/", views.job_output, name="job_output"),
    path("tren-may-nay/", field_views.on_device, name="on_device"),
    path("tren-may-nay/lien-lac/", field_views.contact, name="contact"),
    path("tren-may-nay/tep/", field_views.upload, name="field_upload"),
    path("tren-may-nay.js", field_views.worker, name="field_worker"),
]
