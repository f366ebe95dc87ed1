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
from ocop.official.certificate_token import certificate_token, read_certificate

FIELDS = {
    "number": "0007/2021/GCN-OCOP",
    "product": "Miến dong Ví Dụ",
    "producer": "HTX Nông nghiệp Ví Dụ",
    "stars": 4,
    "valid_from": "2021-02-08",
    "valid_to": "2024-02-07",
    "decision": "215/QĐ-UBND",
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "certificate-key.pem"


@pytest.fixture
def keys(path):
    return qr.keyring(path)


def test_a_signed_certificate_is_read_back_with_the_public_keys_alone(keys):
    assert read_certificate(certificate_token(FIELDS, keys), keys.public) == FIELDS


def test_the_format_is_what_a_browser_checks(keys):
    data, signature = certificate_token(FIELDS, keys).split(".")
    raw = base64.urlsafe_b64decode(signature + "==")

    Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(keys.public[keys.id] + "=")).verify(
        raw, data.encode("ascii")
    )
    assert len(raw) == 64
    assert json.loads(base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))) == {
        "k": keys.id,
        "n": "0007/2021/GCN-OCOP",
        "p": "Miến dong Ví Dụ",
        "o": "HTX Nông nghiệp Ví Dụ",
        "s": 4,
        "f": "2021-02-08",
        "t": "2024-02-07",
        "d": "215/QĐ-UBND",
    }


@settings(max_examples=500)
@given(st.integers(min_value=0, max_value=2000), st.integers(min_value=1, max_value=255))
def test_no_changed_byte_goes_unseen(position, change):
    token = bytearray(certificate_token(FIELDS, RING).encode())
    place = position % len(token)
    token[place] = (token[place] + change) % 256
    text = token.decode("latin-1")

    with pytest.raises(qr.Forged):
        read_certificate(text, RING.public)


def test_a_signature_cut_short_or_spelled_otherwise_is_forged(keys):
    token = certificate_token(FIELDS, keys)

    for other in (
        token[:-1],
        token[:-20],
        token + "=",
        token + "A",
        token.split(".")[0],
        "\n" + token,
    ):
        with pytest.raises(qr.Forged):
            read_certificate(other, keys.public)


def test_more_stars_with_an_old_signature_are_forged(keys):
    _, signature = certificate_token(FIELDS, keys).split(".")
    better, _ = certificate_token({**FIELDS, "stars": 5}, keys).split(".")

    with pytest.raises(qr.Forged):
        read_certificate(f"{better}.{signature}", keys.public)


def test_another_installations_certificate_is_forged(keys, tmp_path):
    with pytest.raises(qr.Forged):
        read_certificate(certificate_token(FIELDS, keys), qr.keyring(tmp_path / "other.pem").public)


def test_a_stranger_who_names_our_key_is_forged(keys, tmp_path):
    stranger = qr.keyring(tmp_path / "other.pem")
    posing = qr.Keyring(stranger.signing, keys.id, stranger.public)

    with pytest.raises(qr.Forged):
        read_certificate(certificate_token(FIELDS, posing), keys.public)


@pytest.mark.parametrize(
    "token",
    ["", ".", "a", "a.b", "....", "ố.ố", "a" * 5000, "W10.AA", "bnVsbA.AA", "eyJrIjpbXX0.AA"],
)
def test_nonsense_is_forged(token, keys):
    with pytest.raises(qr.Forged):
        read_certificate(token, keys.public)


def test_the_key_is_its_owners_alone_and_stays(path):
    first = qr.keyring(path)

    assert path.stat().st_mode & 0o077 == 0
    assert qr.keyring(path).public == first.public
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_processes_that_start_together_use_one_key(path):
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(qr.keyring(path).id)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 8
    assert len(set(seen)) == 1


def test_after_two_changes_of_the_key_all_certificates_still_check(path):
    rings = [qr.keyring(path), qr.rotate(path), qr.rotate(path)]
    tokens = [certificate_token(FIELDS, ring) for ring in rings]

    assert len({ring.id for ring in rings}) == 3
    assert list(qr.keyring(path).public) == [ring.id for ring in rings]
    assert [read_certificate(token, qr.keyring(path).public) for token in tokens] == [FIELDS] * 3
    assert path.stat().st_mode & 0o077 == 0


def test_a_stolen_key_is_distrusted_by_taking_its_line_out(path):
    stolen, good = qr.keyring(path), qr.rotate(path)
    qr.former_keys(path).write_text("")

    with pytest.raises(qr.Forged):
        read_certificate(certificate_token(FIELDS, stolen), qr.keyring(path).public)
    assert read_certificate(certificate_token(FIELDS, good), qr.keyring(path).public) == FIELDS


@pytest.mark.parametrize(
    ("letters", "most"),
    [(FIELDS, 85), ({**FIELDS, "product": "ế" * 200, "producer": "ộ" * 200}, 101)],
)
def test_the_address_of_a_certificate_fits_a_code_that_a_phone_reads(keys, letters, most):
    """At 40 mm with its quiet zone, 101 modules are 0.37 mm each; phones read from about 0.3 mm on."""
    address = f"https://ocop.backan.gov.example/c/T06-2027-0007/#{certificate_token(letters, keys)}"
    root = ElementTree.fromstring(qr.svg(address))

    assert int(root.attrib["viewBox"].split()[2]) - 8 <= most


def test_long_names_are_cut_between_letters(keys):
    token = certificate_token({**FIELDS, "product": "Miến " + "ế" * 200}, keys)

    product = str(read_certificate(token, keys.public)["product"])
    assert product.startswith("Miến ế")
    assert product.endswith("ế…")
    assert len(product.encode()) <= 110


def test_svg_scales_and_runs_nothing():
    root = ElementTree.fromstring(qr.svg('<script>alert("x")</script>'))

    assert {e.tag.split("}")[1] for e in root.iter()} <= {"svg", "path"}
    assert "width" not in root.attrib


def test_png_is_square():
    picture = Image.open(io.BytesIO(qr.png("https://ocop.example/c/1")))

    assert picture.format == "PNG"
    assert picture.width == picture.height > 100


SIGNER = qr.Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
HALF = base64.urlsafe_b64encode(SIGNER.public_key().public_bytes_raw()).rstrip(b"=").decode()
RING = qr.Keyring(SIGNER, qr.key_id(HALF), {qr.key_id(HALF): HALF})
