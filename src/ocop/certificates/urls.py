from django.urls import path

from . import views

app_name = "certificates"
urlpatterns = [
    path("", views.certificate_list, name="certificates"),
    path("<int:pk>/", views.certificate, name="certificate"),
    path("<int:pk>/thong-bao/", views.notice, name="notice"),
    path(
        "<int:pk>/thong-bao.<str:suffix>",
        views.notice_file,
        name="notice_file",
    ),
    path("<int:pk>/giay.pdf", views.certificate_pdf, name="certificate_pdf"),
]
