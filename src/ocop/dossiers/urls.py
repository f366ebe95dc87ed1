from django.urls import path

from .views import checking, dossier_papers, dossiers, rounds, self_scoring

app_name = "dossiers"
urlpatterns = [
    path("dot/", rounds.round_list, name="rounds"),
    path("dot/moi/", rounds.new_round, name="new_round"),
    path("dot/<int:pk>/", rounds.round_page, name="round"),
    path("dot/<int:pk>/buoc/", rounds.move_round, name="move_round"),
    path("ho-so/", dossiers.dossier_list, name="dossiers"),
    path("ho-so/moi/<int:product>/", dossiers.new_dossier, name="new_dossier"),
    path("ho-so/<int:pk>/", dossiers.dossier, name="dossier"),
    path("ho-so/<int:pk>/ho-so.pdf", dossiers.dossier_pdf, name="dossier_pdf"),
    path("ho-so/<int:pk>/luu/", self_scoring.save_self_score, name="save_self_score"),
    path("ho-so/<int:pk>/kiem-tra/", checking.check, name="check"),
    path("ho-so/<int:pk>/tu-cham/<str:part>/", self_scoring.self_score, name="self_score"),
    path(
        "ho-so/<int:pk>/giay-to/<str:item>/", dossier_papers.papers_for_item, name="papers_for_item"
    ),
    path("ho-so/<int:pk>/bo/<int:paper>/", dossier_papers.detach, name="detach"),
    path("ho-so/<int:pk>/tep/<int:evidence>/", dossier_papers.paper_file, name="paper_file"),
    path(
        "ho-so/<int:pk>/tep/<int:evidence>/nho/", dossier_papers.paper_preview, name="paper_preview"
    ),
    path("ho-so/<int:pk>/viec/<str:verb>/", dossiers.act, name="act"),
]
