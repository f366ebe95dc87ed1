from django.urls import path

from .views import certificates, dossiers, edition_sheets, editions, rounds, sheets

app_name = "evaluation"
urlpatterns = [
    path("dot/", rounds.round_list, name="rounds"),
    path("dot/moi/", rounds.new_round, name="new_round"),
    path("dot/<int:pk>/", rounds.round_page, name="round"),
    path("dot/<int:pk>/buoc/", rounds.move_round, name="move_round"),
    path("dot/<int:pk>/hoi-dong/", rounds.council, name="council"),
    path("dot/<int:pk>/hoi-dong/<int:member>/bo/", rounds.unseat, name="unseat"),
    path("dot/<int:pk>/phien-hop/", rounds.session, name="session"),
    path("dot/<int:pk>/phien-hop/<int:member>/co-mat/", rounds.attend, name="attend"),
    path("dot/<int:pk>/phien-hop/ket-thuc/", rounds.close_session, name="close_session"),
    path("dot/<int:pk>/thu-tu/<int:track>/", rounds.reorder, name="reorder"),
    path("dot/<int:pk>/xep-hang/", rounds.ranking, name="ranking"),
    path("dot/<int:pk>/quyet-dinh/", rounds.decision, name="decision"),
    path("dot/<int:pk>/van-ban/<str:kind>.<str:suffix>", rounds.document, name="document"),
    path("san-pham/<int:pk>/", rounds.track, name="track"),
    path("san-pham/<int:pk>/<str:verb>/", rounds.act_on_track, name="act_on_track"),
    path("ho-so/", dossiers.dossier_list, name="dossiers"),
    path("ho-so/moi/<int:product>/", dossiers.new_dossier, name="new_dossier"),
    path("ho-so/<int:pk>/", dossiers.dossier, name="dossier"),
    path("ho-so/<int:pk>/ho-so.pdf", dossiers.dossier_pdf, name="dossier_pdf"),
    path("ho-so/<int:pk>/luu/", dossiers.save_self_score, name="save_self_score"),
    path("ho-so/<int:pk>/kiem-tra/", dossiers.check, name="check"),
    path("ho-so/<int:pk>/tu-cham/<str:part>/", dossiers.self_score, name="self_score"),
    path("ho-so/<int:pk>/giay-to/<str:item>/", dossiers.papers_for_item, name="papers_for_item"),
    path("ho-so/<int:pk>/bo/<int:paper>/", dossiers.detach, name="detach"),
    path("ho-so/<int:pk>/tep/<int:evidence>/", dossiers.paper_file, name="paper_file"),
    path("ho-so/<int:pk>/viec/<str:verb>/", dossiers.act, name="act"),
    path("phieu/", sheets.my_sheets, name="my_sheets"),
    path("phieu/<int:pk>/", sheets.sheet, name="sheet"),
    path("phieu/<int:pk>/luu/", sheets.save_sheet, name="save_sheet"),
    path("phieu/<int:pk>/ky/", sheets.sign_sheet, name="sign_sheet"),
    path("phieu/<int:pk>/sua/", sheets.rescore, name="rescore"),
    path("phieu/<int:pk>/mo-lai/", sheets.reopen_sheet, name="reopen_sheet"),
    path("phieu/<int:pk>/nhap-giay/<int:number>/", sheets.type_paper, name="type_paper"),
    path("phieu/<int:pk>/in.pdf", sheets.blank_sheet, name="blank_sheet"),
    path("phieu/<int:pk>/<str:part>/", sheets.sheet, name="sheet_part"),
    path("giay-chung-nhan/", certificates.certificate_list, name="certificates"),
    path("giay-chung-nhan/<int:pk>/", certificates.certificate, name="certificate"),
    path("giay-chung-nhan/<int:pk>/giay.pdf", certificates.certificate_pdf, name="certificate_pdf"),
    path("bo-tieu-chi/", editions.edition_list, name="editions"),
    path("bo-tieu-chi/<int:pk>/", editions.edition, name="edition"),
    path("bo-tieu-chi/quy-trinh/", editions.processes, name="processes"),
    path("bo-tieu-chi/<int:pk>/thong-tin/", editions.head, name="edition_head"),
    path("bo-tieu-chi/<int:pk>/bo-moi/", editions.new_set, name="edition_new_set"),
    path("bo-tieu-chi/<int:pk>/bang-tinh/", editions.workbook, name="edition_workbook"),
    path("bo-tieu-chi/<int:pk>/nhap/", editions.proposal, name="edition_import"),
    path("bo-tieu-chi/<int:pk>/nhap/tep/", editions.upload, name="edition_upload"),
    path("bo-tieu-chi/<int:pk>/bo-nhap/", editions.discard, name="discard_edition"),
    path("bo-tieu-chi/<int:pk>/phieu/<slug:slug>/", edition_sheets.sheet, name="edition_sheet"),
    path(
        "bo-tieu-chi/<int:pk>/phieu/<slug:slug>/bang-tinh/",
        editions.workbook,
        name="edition_sheet_workbook",
    ),
    path(
        "bo-tieu-chi/<int:pk>/phieu/<slug:slug>/sua/", edition_sheets.edit_node, name="edition_node"
    ),
    path(
        "bo-tieu-chi/<int:pk>/phieu/<slug:slug>/quy-tac/",
        edition_sheets.new_rule,
        name="edition_rule",
    ),
    path(
        "bo-tieu-chi/<int:pk>/phieu/<slug:slug>/bo/", edition_sheets.remove_set, name="remove_set"
    ),
    path("bo-tieu-chi/<int:pk>/tep/<str:name>/", editions.edition_file, name="edition_file"),
    path("bo-tieu-chi/<int:pk>/ban-hanh/", editions.publish, name="publish"),
    path(
        "bo-tieu-chi/<int:pk>/xac-nhan/", editions.confirm_requirement, name="confirm_requirement"
    ),
]
