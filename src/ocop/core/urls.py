from django.urls import path

from . import attachment_pages, field_views, views

app_name = "core"
urlpatterns = [
    path("lich-dien-tap/", views.calendar, name="calendar"),
    path("viec/<uuid:pk>/", views.job_page, name="job"),
    path("viec/<uuid:pk>/tep/", views.job_output, name="job_output"),
    path(
        "tep-kem/<str:model>/<int:pk>/<str:kind>/", attachment_pages.attachments, name="attachments"
    ),
    path("tep-kem/<int:pk>/", attachment_pages.attachment, name="attachment"),
    path("tep-kem/<int:pk>/nho/", attachment_pages.small_attachment, name="small_attachment"),
    path("tep-kem/<int:pk>/thay/", attachment_pages.replace, name="replace_attachment"),
    path("tep-kem/<int:pk>/bo/", attachment_pages.remove, name="remove_attachment"),
    path("tren-may-nay/", field_views.on_device, name="on_device"),
    path("tren-may-nay/lien-lac/", field_views.contact, name="contact"),
    path("tren-may-nay/tep/", field_views.upload, name="field_upload"),
    path("tren-may-nay.js", field_views.worker, name="field_worker"),
]
