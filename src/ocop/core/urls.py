from django.urls import path

from . import views

app_name = "core"
urlpatterns = [
    path("lich-dien-tap/", views.calendar, name="calendar"),
    path("viec/<uuid:pk>/", views.job_page, name="job"),
    path("viec/<uuid:pk>/tep/", views.job_output, name="job_output"),
]
