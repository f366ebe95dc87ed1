"""A dossier as one file: with contents and page numbers, at once or in the background."""

import io

import pypdf
import pytest

from ocop.core.files import PDF, store, store_bytes
from ocop.core.models import Job
from ocop.dossiers import papers as papers
from ocop.dossiers.actions import dossiers
from ocop.producers.models import Evidence

from .filing import picture

pytestmark = pytest.mark.django_db


def pages_of(content):
    return pypdf.PdfReader(io.BytesIO(content)).pages


def big_pdf(pages, across=False):
    writer = pypdf.PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(*((842, 595) if across else (595, 842)))
    output = io.BytesIO()
    writer.write(output)
    return store_bytes(output.getvalue(), kinds=(PDF,))


def test_a_small_dossier_prints_at_once_with_contents_and_running_page_numbers(signed_in, returned):
    answer = signed_in("chuthe").get(f"/danh-gia/ho-so/{returned.pk}/ho-so.pdf")

    pages = pages_of(b"".join(answer.streaming_content))
    assert "Cơm lam Mẫu" in pages[0].extract_text()
    contents = pages[1].extract_text()
    assert "MỤC LỤC" in contents
    assert "Giấy đăng ký hợp tác xã (minh hoạ)" in contents
    assert f"{len(pages)}/{len(pages)}" in pages[-1].extract_text()


def test_three_hundred_pages_are_made_in_the_background_with_progress(
    signed_in, draft, person, carry_out_jobs, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(papers, "LARGEST_AT_ONCE_BYTES", 1000)
    kinds = [
        ("dọc", big_pdf(200)),
        ("ngang", big_pdf(100, across=True)),
        ("ảnh ngang", store(picture((3000, 2000)))),
        ("ảnh dọc", store(picture((900, 1600)))),
    ]
    for title, file in kinds:
        evidence = Evidence.objects.create(
            producer=draft.producer,
            item_code="HS12",
            title=f"Giấy {title}",
            file=file,
            file_name="a",
            added_by=person("chuthe"),
        )
        dossiers.attach(actor=person("chuthe"), dossier=draft, evidence=evidence, item_code="HS12")
    client, url = signed_in("chuthe"), f"/danh-gia/ho-so/{draft.pk}/ho-so.pdf"

    with django_capture_on_commit_callbacks(execute=True):
        first = client.get(url)
        second = client.get(url)
    assert first["Location"] == second["Location"]
    carry_out_jobs()

    job = Job.objects.get(kind="dossiers.dossier_pdf")
    assert (job.state, job.done, job.total) == (Job.State.DONE, 7, 7)
    output = client.get(f"/viec/{job.pk}/tep/")
    pages = pages_of(b"".join(output.streaming_content))
    assert len(pages) == 2 + 2 + 300 + 2
    across = [p.mediabox.width > p.mediabox.height for p in pages[-102:]]
    assert across == [True] * 101 + [False]
    assert "Số trang" in client.get(f"/viec/{job.pk}/").content.decode()
