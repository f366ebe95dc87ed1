"""Files that are not what they say, too large, dangerous or strangely named."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ocop.core.errors import Refused
from ocop.core.files import EVIDENCE, SPREADSHEETS, download_name, plain_name, store
from ocop.core.models import Job, StoredFile
from ocop.core.spreadsheets import BrokenSpreadsheet, open_workbook
from ocop.producers.models import Evidence, Producer
from tests.faults import papers
from tests.faults.conftest import Caller

pytestmark = pytest.mark.django_db
EXE = b"MZ\x90\x00\x03" + b"\x00" * 200
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
DAMAGED = papers.png(400, 400, rows=3)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (EXE, "Chỉ nhận: JPG, PDF, PNG, WEBP"),
        (HTML, "Chỉ nhận"),
        (SVG, "Chỉ nhận"),
        (b"GIF89a" + HTML, "Chỉ nhận"),
        (b"%PDF-1.7\n" + HTML, "bị hỏng"),
        (b"\x89PNG\r\n\x1a\n" + HTML, "Chỉ nhận"),
        (b"\xff\xd8\xff\xe0" + HTML, "Chỉ nhận"),
        (papers.zipped({"a.txt": b"x"}), "Chỉ nhận"),
        (b"PK\x03\x04 broken", "Chỉ nhận"),
        (b"", "Tệp rỗng"),
        (papers.pdf_with_password(), "có mật khẩu"),
        (papers.png(60_000, 60_000, rows=1), "triệu điểm ảnh"),
        (papers.png(10_000, 9_500, rows=1), "triệu điểm ảnh"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value[:12],
)
def test_a_file_of_another_kind_is_refused_by_its_content(content, sentence):
    before = StoredFile.objects.count()

    with pytest.raises(Refused, match=sentence):
        store(io.BytesIO(content), kinds=EVIDENCE)

    assert StoredFile.objects.count() == before


def test_a_refused_file_is_named_at_its_field_and_nothing_is_made(signed_in):
    producer = Producer.objects.get(name="HTX Minh Hoạ")
    client, before = signed_in("chuthe"), Evidence.objects.count()
    form = {"item_code": "HS01", "title": "Giấy"}

    for name, content in (("giay.pdf", EXE), ("anh.png", HTML), ("rong.pdf", b"")):
        upload = SimpleUploadedFile(name, content, "application/pdf")
        path = f"/chu-the/{producer.pk}/kho-minh-chung/them/"
        answer = client.post(path, form | {"file": upload})
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"]

    assert Evidence.objects.count() == before


def test_a_pdf_locked_only_against_changes_is_taken():
    assert store(io.BytesIO(papers.pdf_that_anybody_may_read())).content_type == "application/pdf"


def test_a_file_with_two_faces_is_served_as_what_it_was_taken_for(signed_in):
    """A picture that is also a page: never run, whatever its name says."""
    producer = Producer.objects.get(name="HTX Minh Hoạ")
    upload = SimpleUploadedFile("a.html", papers.png() + HTML, "text/html")
    client = signed_in("chuthe")
    form = {"item_code": "HS01", "title": "Hai mặt", "file": upload}
    client.post(f"/chu-the/{producer.pk}/kho-minh-chung/them/", form)

    answer = client.get(f"/chu-the/giay-to/{Evidence.objects.get(title='Hai mặt').pk}/")

    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"] == 'inline; filename="a.html.png"'
    for close in answer._resource_closers:
        close()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\giấy.pdf", "giấy.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("hoa\u202efdp.exe", "hoafdp.exe"),
        ("\u0000\u001b[31m.pdf", "[31m.pdf"),
        ("Gia\u0302\u0301y.pdf", "Giấy.pdf"),
        ("...", "tep"),
        ("", "tep"),
    ],
)
def test_a_file_name_keeps_neither_folders_nor_signs_that_steer(given, kept):
    assert plain_name(given) == kept


def test_a_name_of_300_letters_is_kept_short_with_its_ending():
    stored = StoredFile(content_type="application/pdf")

    assert download_name("x" * 300 + ".pdf", stored) == "x" * 120 + ".pdf"
    assert download_name('a"; filename=b.exe', stored) == "a__ filename_b.exe.pdf"


@pytest.mark.parametrize(
    "content",
    [
        EXE,
        b"PK\x03\x04 broken",
        b"",
        papers.table({(0, 0): "a"})[:-200],
        papers.zipped({"a": b"b"}),
    ],
    ids=["exe", "no zip", "empty", "cut off", "no table"],
)
def test_a_broken_spreadsheet_is_refused_with_a_sentence(content):
    with pytest.raises(BrokenSpreadsheet, match=r"Tệp|Bảng tính"):
        open_workbook(io.BytesIO(content))


@pytest.mark.parametrize("make", [papers.zip_bomb, papers.lying_zip_bomb])
def test_a_spreadsheet_that_unpacks_to_a_flood_is_refused(make):
    with pytest.raises(BrokenSpreadsheet, match=r"không an toàn|không phải"):
        open_workbook(io.BytesIO(make()))


def test_two_cells_far_apart_do_not_end_the_server():
    """Five kilobytes that ask the reader for half a terabyte."""
    far = papers.table({(0, 0): "a", (1_048_575, 16_383): "b"})

    with pytest.raises(BrokenSpreadsheet, match="không an toàn"):
        open_workbook(io.BytesIO(far))


def test_a_zip_bomb_is_refused_as_an_upload_too():
    with pytest.raises(Refused, match="không an toàn"):
        store(io.BytesIO(papers.zip_bomb()), kinds=SPREADSHEETS)


def test_an_import_of_a_harmful_table_says_so_and_imports_nothing(signed_in, person):
    from ocop.core.jobs import run_job

    far = SimpleUploadedFile("a.xlsx", papers.table({(0, 0): "a", (1_048_575, 16_383): "b"}))
    before = Producer.objects.count()

    answer = signed_in("huyen").post("/chu-the/nhap/", {"file": far})
    job = Job.objects.get(asked_by=person("huyen"))
    run_job.func(str(job.pk))
    job.refresh_from_db()

    assert answer.status_code == 302
    assert (job.state, Producer.objects.count()) == ("failed", before)
    assert "không an toàn" in job.message


@pytest.mark.parametrize("unpacked_bytes", [60 * 2**20, 200 * 2**20])
def test_a_dossier_with_a_pdf_bomb_is_printed_within_bounds(unpacked_bytes, tmp_path):
    """Its page says why it is not there; memory and time stay bounded."""
    (tmp_path / "bomb.pdf").write_bytes(papers.pdf_bomb(unpacked_bytes))
    script = (
        "import io, resource, sys; from ocop.documents import Part, assemble;"
        "resource.setrlimit(resource.RLIMIT_CPU, (20, 20)); output = io.BytesIO();"
        "cover = dict.fromkeys(('body', 'programme', 'title', 'name', 'owner', 'qr'), '');"
        "assemble({**cover, 'facts': []}, [Part('Bom', 'HS01', lambda: open(sys.argv[1], 'rb'))], output);"
        "from pypdf import PdfReader; print(PdfReader(output).pages[2].extract_text());"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    arguments = [sys.executable, "-c", script, str(tmp_path / "bomb.pdf")]
    ran = subprocess.run(arguments, capture_output=True, text=True)

    assert (ran.returncode, ran.stderr) == (0, "")
    *page, kilobytes = ran.stdout.splitlines()
    assert "tệp" in " ".join(page).lower()
    assert int(kilobytes) < 500 * 2**10


def test_200_megabytes_are_refused_before_they_are_read(breakable):
    """A clear sentence, little memory, nothing left behind."""
    producer = breakable.sql("SELECT id FROM producers_producer WHERE name = 'HTX Minh Hoạ'")[0][0]
    person = Caller(breakable, "chuthe")
    kept = {path for path in (breakable.folder / "files").rglob("*") if path.is_file()}

    status, page = person.upload(
        f"/chu-the/{producer}/kho-minh-chung/them/", "a.pdf", b"%PDF-" + b"x" * (200 * 2**20)
    )

    assert (status, "Tệp lớn hơn 50 MB" in page) == (413, True)
    assert list(breakable.temporary.iterdir()) == []
    assert {path for path in (breakable.folder / "files").rglob("*") if path.is_file()} == kept
    assert peak_megabytes(breakable.process.pid) < 400


def peak_megabytes(group: int) -> int:
    """The most memory that any process of the server ever held."""
    listed = subprocess.run(["pgrep", "-g", str(group)], capture_output=True, text=True)
    peaks = []
    for process in listed.stdout.split():
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                peaks.append(int(line.split()[1]) // 1024)
    return max(peaks)


def test_a_file_just_over_the_limit_is_refused_with_the_same_sentence(signed_in, settings):
    settings.UPLOAD_LIMIT_BYTES = 2**20
    producer = Producer.objects.get(name="HTX Minh Hoạ")
    upload = SimpleUploadedFile("a.pdf", papers.pdf() + b"%" * (2**20 + 5))

    answer = signed_in("chuthe").post(
        f"/chu-the/{producer.pk}/kho-minh-chung/them/",
        {"item_code": "HS01", "title": "Giấy", "file": upload},
    )

    assert "Tệp lớn hơn 1 MB" in answer.content.decode()
