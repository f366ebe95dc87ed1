from django.urls import path

from .views import accounts, lists, organisations, resettling

app_name = "people"
urlpatterns = [
    path("ban-lam-viec/", accounts.desk, name="desk"),
    path("chuc-nang/", accounts.menu, name="menu"),
    path("dang-nhap/", accounts.login, name="login"),
    path("dang-xuat/", accounts.logout, name="logout"),
    path("ngon-ngu/", accounts.language, name="language"),
    path("ho-so/", accounts.profile, name="profile"),
    path("ho-so/xac-nhan/", accounts.resend_proof, name="resend_proof"),
    path("ho-so/xac-nhan/<str:token>/", accounts.prove, name="prove"),
    path("ho-so/mat-khau/", accounts.password_change, name="password_change"),
    path("quen-mat-khau/", accounts.password_reset, name="password_reset"),
    path("quen-mat-khau/da-gui/", accounts.password_reset_sent, name="password_reset_sent"),
    path(
        "dat-lai-mat-khau/<uidb64>/<token>/",
        accounts.password_reset_confirm,
        name="password_reset_confirm",
    ),
    path("thong-bao/", accounts.notifications, name="notifications"),
    path("thong-bao/da-doc/", accounts.read_all_notifications, name="read_all_notifications"),
    path("thong-bao/<int:pk>/", accounts.read_notification, name="read_notification"),
    path("danh-sach/cot/", lists.choose_columns, name="choose_columns"),
    path("nguoi-dung/", accounts.people, name="people"),
    path("nguoi-dung/tai-khoan/", accounts.accounts, name="accounts"),
    path("nguoi-dung/<int:pk>/", accounts.account, name="account"),
    path("nguoi-dung/<int:pk>/khoa/", accounts.set_active, name="set_active"),
    path("nguoi-dung/moi/", accounts.invite, name="invite"),
    path(
        "nguoi-dung/loi-moi/<int:pk>/rut/", accounts.withdraw_invitation, name="withdraw_invitation"
    ),
    path("nguoi-dung/vai-tro/<int:pk>/ket-thuc/", accounts.end_appointment, name="end_appointment"),
    path("co-quan/", organisations.organisations, name="organisations"),
    path("co-quan/goi-y/", organisations.suggest, name="suggest_organisations"),
    path("co-quan/moi/", organisations.add, name="add_organisation"),
    path("co-quan/nhap/", organisations.import_upload, name="import_organisations"),
    path("co-quan/nhap/mau/", organisations.import_template, name="organisations_template"),
    path("co-quan/nhap/<uuid:pk>/", organisations.import_result, name="organisations_result"),
    path("co-quan/het-dia-ban/", resettling.bodies_left_behind, name="bodies_left_behind"),
    path("co-quan/<int:pk>/", organisations.organisation, name="organisation"),
    path("co-quan/<int:pk>/sua/", organisations.edit, name="edit_organisation"),
    path("co-quan/<int:pk>/ket-thuc/", organisations.end, name="end_organisation"),
    path("co-quan/<int:pk>/gop/", organisations.merge, name="merge_organisation"),
    path("nguoi-dung/het-dia-ban/", resettling.roles_left_behind, name="roles_left_behind"),
    path("dia-ban-chia-tach/", resettling.split_units, name="split_units"),
    path("loi-moi/<str:token>/", accounts.accept_invitation, name="accept_invitation"),
]
