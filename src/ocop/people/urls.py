from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("ban-lam-viec/", views.desk, name="desk"),
    path("chuc-nang/", views.menu, name="menu"),
    path("dang-nhap/", views.login, name="login"),
    path("dang-xuat/", views.logout, name="logout"),
    path("ngon-ngu/", views.language, name="language"),
    path("ho-so/", views.profile, name="profile"),
    path("ho-so/xac-nhan/", views.resend_proof, name="resend_proof"),
    path("ho-so/xac-nhan/<str:token>/", views.prove, name="prove"),
    path("ho-so/mat-khau/", views.password_change, name="password_change"),
    path("quen-mat-khau/", views.password_reset, name="password_reset"),
    path("quen-mat-khau/da-gui/", views.password_reset_sent, name="password_reset_sent"),
    path(
        "dat-lai-mat-khau/<uidb64>/<token>/",
        views.password_reset_confirm,
        name="password_reset_confirm",
    ),
    path("thong-bao/", views.notifications, name="notifications"),
    path("thong-bao/da-doc/", views.read_all_notifications, name="read_all_notifications"),
    path("thong-bao/<int:pk>/", views.read_notification, name="read_notification"),
    path("nguoi-dung/", views.people, name="people"),
    path("nguoi-dung/tai-khoan/", views.accounts, name="accounts"),
    path("nguoi-dung/<int:pk>/", views.account, name="account"),
    path("nguoi-dung/<int:pk>/khoa/", views.set_active, name="set_active"),
    path("nguoi-dung/moi/", views.invite, name="invite"),
    path("nguoi-dung/loi-moi/<int:pk>/rut/", views.withdraw_invitation, name="withdraw_invitation"),
    path("nguoi-dung/vai-tro/<int:pk>/ket-thuc/", views.end_appointment, name="end_appointment"),
    path("loi-moi/<str:token>/", views.accept_invitation, name="accept_invitation"),
]
