"""A stored file is gone or was changed outside: the doctor names it, the page says so."""

import io

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from ocop.core.doctor import examine as findings
from ocop.core.files import store
from ocop.dossiers.models import Dossier, DossierPaper
from ocop.producers.models import Evidence
from tests.faults.papers import pdf

SENTENCE = "Tệp này bị mất hoặc bị đổi"


@pytest.fixture
def paper(db):
    """A paper with a file of its own, used in a dossier."""
    dossier = Dossier.objects.get(state="draft", round__state="scoring")
    found = Evidence.objects.filter(producer=dossier.producer).first()
    found.file, found.title = store(io.BytesIO(pdf("Sẽ mất"))), "Giấy sẽ mất"
    found.save()
    DossierPaper.objects.get_or_create(dossier=dossier, evidence=found, item_code="HS01")
    return found


def gone(paper: Evidence) -> None:
    default_storage.delete(paper.file.path)


def cut_short(paper: Evidence) -> None:
    with open(default_storage.path(paper.file.path), "r+b") as file:
        file.truncate(100)


def altered(paper: Evidence) -> None:
    with open(default_storage.path(paper.file.path), "r+b") as file:
        file.write(b"%PDF-9")


@pytest.mark.parametrize(
    ("harm", "word"), [(gone, "missing"), (cut_short, "altered"), (altered, "altered")]
)
def test_the_doctor_names_the_file_and_the_papers_that_use_it(paper, harm, word):
    before = list(findings())

    harm(paper)

    new = [finding for finding in findings() if finding not in before]
    assert new == [f"file {paper.file_id}: {word}; used by paper {paper.pk} “Giấy sẽ mất”"]


@pytest.mark.parametrize("harm", [gone, cut_short])
def test_the_page_of_a_harmed_file_says_so(paper, signed_in, harm):
    harm(paper)
    client, dossier = signed_in("chuthe"), paper.uses.first().dossier_id

    for path in (f"/chu-the/giay-to/{paper.pk}/", f"/danh-gia/ho-so/{dossier}/tep/{paper.pk}/"):
        answer = client.get(path)
        assert (answer.status_code, SENTENCE in answer.content.decode()) == (422, True)
    assert client.get(f"/danh-gia/ho-so/{dossier}/").status_code == 200
    assert client.get(f"/chu-the/{paper.producer_id}/kho-minh-chung/").status_code == 200


def test_a_dossier_is_printed_without_the_file_that_is_gone(paper, signed_in):
    gone(paper)
    dossier = paper.uses.first().dossier_id

    answer = signed_in("chuthe").get(f"/danh-gia/ho-so/{dossier}/ho-so.pdf")

    pages = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    assert "Không mở được tệp này trong kho lưu trữ" in "\n".join(p.extract_text() for p in pages)
    for close in answer._resource_closers:
        close()


def test_the_same_file_uploaded_again_heals_the_store(paper):
    with default_storage.open(paper.file.path) as file:
        whole = file.read()

    for harm in (gone, cut_short, altered):
        harm(paper)
        store(io.BytesIO(whole))
        with default_storage.open(paper.file.path) as file:
            assert file.read() == whole
