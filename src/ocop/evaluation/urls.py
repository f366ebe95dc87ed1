from django.urls import path

from .views import (
    appraisals,
    assessments,
    boards,
    councils,
    decisions,
    paper_sheets,
    sessions,
    sheets,
    tracks,
)

app_name = "evaluation"
urlpatterns = [
    # Members save a choice every few seconds, so what is tried first is a sheet.
    path("phieu/", sheets.my_sheets, name="my_sheets"),
    path("phieu/<int:pk>/", sheets.sheet, name="sheet"),
    path("phieu/<int:pk>/luu/", sheets.save_sheet, name="save_sheet"),
    path("phieu/<int:pk>/ky/", sheets.sign_sheet, name="sign_sheet"),
    path("phieu/<int:pk>/sua/", sheets.rescore, name="rescore"),
    path("phieu/<int:pk>/mo-lai/", sheets.reopen_sheet, name="reopen_sheet"),
    path("phieu/<int:pk>/nhap-giay/<int:number>/", paper_sheets.type_paper, name="type_paper"),
    path("phieu/<int:pk>/doi-chieu/", paper_sheets.settle_paper, name="settle_paper"),
    path("phieu/<int:pk>/mien/", sheets.excuse_sheet, name="excuse_sheet"),
    path("phieu/<int:pk>/in.pdf", paper_sheets.blank_sheet, name="blank_sheet"),
    path("phieu/<int:pk>/<str:part>/", sheets.sheet, name="sheet_part"),
    path("dot/<int:pk>/dot-tren/", decisions.choose_upper, name="choose_upper"),
    path("dot/<int:pk>/hoi-dong/", councils.council, name="council"),
    path("dot/<int:pk>/hoi-dong/<int:member>/bo/", councils.unseat, name="unseat"),
    path("dot/<int:pk>/phan-cong/", appraisals.assign, name="assign"),
    path("dot/<int:pk>/phien-hop/", sessions.session, name="session"),
    path("dot/<int:pk>/phien-hop/<int:member>/co-mat/", sessions.attend, name="attend"),
    path(
        "dot/<int:pk>/phien-hop/<int:member>/bo-diem-danh/",
        sessions.withdraw_attendance,
        name="withdraw_attendance",
    ),
    path("dot/<int:pk>/phien-hop/ket-thuc/", sessions.close_session, name="close_session"),
    path("dot/<int:pk>/thu-tu/<int:track>/", sessions.reorder, name="reorder"),
    path("dot/<int:pk>/tien-do/", boards.board, name="board"),
    path("dot/<int:pk>/tien-do/nhac/", boards.remind, name="remind"),
    path("dot/<int:pk>/tien-do/phieu/", boards.sheet_by_code, name="sheet_by_code"),
    path("dot/<int:pk>/xem-xet/", boards.look, name="look"),
    path("dot/<int:pk>/xep-hang/", decisions.ranking, name="ranking"),
    path("dot/<int:pk>/quyet-dinh/", decisions.decision, name="decision"),
    path("dot/<int:pk>/van-ban/<str:kind>.<str:suffix>", decisions.document, name="document"),
    path("san-pham/<int:pk>/", tracks.track, name="track"),
    path("san-pham/<int:pk>/cap-xa/", assessments.assessment, name="assessment"),
    path(
        "san-pham/<int:pk>/cap-xa/bao-cao.<str:suffix>",
        assessments.assessment_report,
        name="assessment_report",
    ),
    path(
        "san-pham/<int:pk>/cap-xa/<str:verb>/",
        assessments.act_on_assessment,
        name="act_on_assessment",
    ),
    path("san-pham/<int:pk>/giao-lai/<int:conflict>/", tracks.lift_conflict, name="lift_conflict"),
    path("san-pham/<int:pk>/<str:verb>/", tracks.act_on_track, name="act_on_track"),
    path("tham-dinh/", appraisals.appraisal_list, name="appraisals"),
    path("tham-dinh/<int:pk>/", appraisals.appraisal, name="appraisal"),
    path("tham-dinh/<int:pk>/luu/", appraisals.save_appraisal, name="save_appraisal"),
    path(
        "tham-dinh/<int:pk>/viec/<str:verb>/", appraisals.act_on_appraisal, name="act_on_appraisal"
    ),
    path("tham-dinh/<int:pk>/<str:part>/", appraisals.appraisal_part, name="appraisal_part"),
]
