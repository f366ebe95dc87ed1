"""QR codes and the signature of certificates."""

import base64
import io
import json
import threading
from xml.etree import ElementTree

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ocop.core import qr

FIELDS = {
    "number": "0007/2021/GCN-OCOP",
    "product": "Miến dong Ví Dụ",
    "producer": "HTX Nông nghiệp Ví Dụ",
    "stars": 4,
    "valid_from": "2021-02-08",
    "valid_to": "2024-02-07",
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "certificate-key.pem"


@pytest.fixture
def key(path):
    return qr.load_or_create_key(path)


def test_a_signed_certificate_is_read_back_with_the_public_key_alone(key, path):
    assert qr.verify(qr.certificate_token(FIELDS, key), qr.public_key_b64(path)) == FIELDS


def test_the_format_is_what_a_browser_checks(key, path):
    data, signature = qr.certificate_token(FIELDS, key).split(".")
    raw = base64.urlsafe_b64decode(signature + "==")

    Ed25519PublicKey.from_public_bytes(
        base64.urlsafe_b64decode(qr.public_key_b64(path) + "=")
    ).verify(raw, data.encode("ascii"))
    assert len(raw) == 64
    assert json.loads(base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))) == {
        "n": "0007/2021/GCN-OCOP",
        "p": "Miến dong Ví Dụ",
        "o": "HTX Nông nghiệp Ví Dụ",
        "s": 4,
        "f": "2021-02-08",
        "t": "2024-02-07",
    }


@settings(max_examples=500)
@given(st.integers(min_value=0, max_value=2000), st.integers(min_value=1, max_value=255))
def test_no_changed_byte_goes_unseen(position, change):
    key = SIGNER
    token = bytearray(qr.certificate_token(FIELDS, key).encode())
    place = position % len(token)
    token[place] = (token[place] + change) % 256
    text = token.decode("latin-1")

    with pytest.raises(qr.Forged):
        qr.verify(text, PUBLIC)


def test_more_stars_with_an_old_signature_are_forged(key, path):
    _, signature = qr.certificate_token(FIELDS, key).split(".")
    better, _ = qr.certificate_token({**FIELDS, "stars": 5}, key).split(".")

    with pytest.raises(qr.Forged):
        qr.verify(f"{better}.{signature}", qr.public_key_b64(path))


def test_another_installations_certificate_is_forged(key, tmp_path):
    with pytest.raises(qr.Forged):
        qr.verify(qr.certificate_token(FIELDS, key), qr.public_key_b64(tmp_path / "other.pem"))


@pytest.mark.parametrize("token", ["", ".", "a", "a.b", "....", "ố.ố", "a" * 5000])
def test_nonsense_is_forged(token, path):
    with pytest.raises(qr.Forged):
        qr.verify(token, qr.public_key_b64(path))


def test_the_key_is_its_owners_alone_and_stays(path):
    first = qr.public_key_b64(path)

    assert path.stat().st_mode & 0o077 == 0
    assert qr.public_key_b64(path) == first
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_processes_that_start_together_use_one_key(path):
    seen = []
    threads = [
        threading.Thread(target=lambda: seen.append(qr.public_key_b64(path))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 8
    assert len(set(seen)) == 1


def test_the_address_of_a_certificate_fits_a_code_that_a_phone_reads(key):
    address = f"https://ocop.backan.gov.example/c/0007#{qr.certificate_token(FIELDS, key)}"
    root = ElementTree.fromstring(qr.svg(address))
    modules = int(root.attrib["viewBox"].split()[2])

    assert modules <= 81 + 8


def test_svg_scales_and_runs_nothing():
    root = ElementTree.fromstring(qr.svg('<script>alert("x")</script>'))

    assert {e.tag.split("}")[1] for e in root.iter()} <= {"svg", "path"}
    assert "width" not in root.attrib


def test_png_is_square():
    picture = Image.open(io.BytesIO(qr.png("https://ocop.example/c/1")))

    assert picture.format == "PNG"
    assert picture.width == picture.height > 100


SIGNER = qr.Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC = base64.urlsafe_b64encode(SIGNER.public_key().public_bytes_raw()).rstrip(b"=").decode()
