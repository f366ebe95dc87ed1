"""Settings of a site that is served on https: one environment variable, and Django's own checks have nothing to add."""

import os
import subprocess
import sys

import pytest

SAY = """
import ocop.settings as s
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0,
      s.SECURE_PROXY_SSL_HEADER is not None)
"""


def run(tmp_path, url, *words):
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("OCOP_", "DJANGO_"))
    }
    environment |= {"OCOP_URL": url, "OCOP_DATA": str(tmp_path)}
    found = subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, check=False
    )
    return found.returncode, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("url", "is_secure"), [("https://ocop.example.vn", True), ("http://127.0.0.1:8000", False)]
)
def test_https_in_the_public_address_turns_all_of_it_on(tmp_path, url, is_secure):
    _code, said = run(tmp_path, url, "-c", SAY)

    assert said.split() == [str(is_secure)] * 5


def test_the_checks_before_going_live_find_nothing(tmp_path):
    code, said = run(
        tmp_path,
        "https://ocop.example.vn",
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
    )

    assert (code, said.splitlines()[-1:]) == (
        0,
        ["System check identified no issues (4 silenced)."],
    )
