from django.urls import path

from . import views

app_name = "stationery"
urlpatterns = [
    path("", views.kinds, name="kinds"),
    path("<int:place>/<slug:code>/", views.kind, name="kind"),
    path("khoi-dau/<slug:code>/", views.start, name="start"),
    path("vi-du/<slug:code>.<slug:suffix>", views.sample, name="sample"),
    path("tep/<int:pk>/", views.file, name="file"),
    path("xem-thu/<int:pk>/", views.preview, name="preview"),
    path("bat-tat/<int:pk>/", views.switch, name="switch"),
]
