from django.urls import path

from . import views

app_name = "producers"
urlpatterns = [
    path("", views.producers, name="producers"),
    path("dang-ky/", views.register, name="register"),
    path("moi/", views.create, name="create"),
    path("nhap/", views.import_upload, name="import"),
    path("nhap/mau/", views.import_template, name="import_template"),
    path("nhap/<uuid:pk>/", views.import_result, name="import_result"),
    path("san-pham/", views.products, name="products"),
    path("san-pham/<int:pk>/", views.product, name="product"),
    path("san-pham/<int:pk>/sua/", views.edit_product, name="edit_product"),
    path("san-pham/<int:pk>/anh/", views.add_picture, name="add_picture"),
    path("san-pham/<int:pk>/them/<str:kind>/", views.add_product_detail, name="add_product_detail"),
    path("anh/<int:pk>/", views.picture, name="picture"),
    path("giay-to/<int:pk>/", views.evidence_file, name="evidence_file"),
    path("giay-to/<int:pk>/ban-moi/", views.replace_evidence, name="replace_evidence"),
    path("<int:pk>/", views.producer, name="producer"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/xac-nhan/", views.confirm, name="confirm"),
    path("<int:pk>/khong-xac-nhan/", views.reject, name="reject"),
    path("<int:pk>/nam/", views.add_year, name="add_year"),
    path("<int:pk>/san-pham/", views.add_product, name="add_product"),
    path("<int:pk>/kho-minh-chung/", views.library, name="library"),
    path("<int:pk>/kho-minh-chung/them/", views.add_evidence, name="add_evidence"),
]
