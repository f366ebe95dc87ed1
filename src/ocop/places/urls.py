from django.urls import path

from . import views

app_name = "places"
urlpatterns = [path("goi-y/", views.suggest, name="suggest")]
