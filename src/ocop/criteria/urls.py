from django.urls import path

from .views import edition_sheets, editions, processes

app_name = "criteria"
urlpatterns = [
    path("", editions.edition_list, name="editions"),
    path("<int:pk>/", editions.edition, name="edition"),
    path("quy-trinh/", processes.process_list, name="processes"),
    path("quy-trinh/moi/", processes.new_process, name="new_process"),
    path("quy-trinh/<int:pk>/", processes.process, name="process"),
    path("quy-trinh/<int:pk>/ban-hanh/", processes.publish, name="publish_process"),
    path("quy-trinh/<int:pk>/bo-nhap/", processes.discard, name="discard_process"),
    path("<int:pk>/thong-tin/", editions.head, name="edition_head"),
    path("<int:pk>/bo-moi/", editions.new_set, name="edition_new_set"),
    path("<int:pk>/bang-tinh/", editions.workbook, name="edition_workbook"),
    path("<int:pk>/nhap/", editions.proposal, name="edition_import"),
    path("<int:pk>/nhap/tep/", editions.upload, name="edition_upload"),
    path("<int:pk>/bo-nhap/", editions.discard, name="discard_edition"),
    path("<int:pk>/phieu/<slug:slug>/", edition_sheets.sheet, name="edition_sheet"),
    path(
        "<int:pk>/phieu/<slug:slug>/bang-tinh/",
        editions.workbook,
        name="edition_sheet_workbook",
    ),
    path("<int:pk>/phieu/<slug:slug>/sua/", edition_sheets.edit_node, name="edition_node"),
    path(
        "<int:pk>/phieu/<slug:slug>/quy-tac/",
        edition_sheets.new_rule,
        name="edition_rule",
    ),
    path("<int:pk>/phieu/<slug:slug>/bo/", edition_sheets.remove_set, name="remove_set"),
    path("<int:pk>/tep/<str:name>/", editions.edition_file, name="edition_file"),
    path("<int:pk>/ban-hanh/", editions.publish, name="publish"),
    path("<int:pk>/xac-nhan/", editions.confirm_requirement, name="confirm_requirement"),
]
