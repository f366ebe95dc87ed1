"""What a server at rest has in memory: each library counts twice, once a process."""

import subprocess
import sys

LATER = (
    "PIL",
    "docxtpl",
    "holidays",
    "pypdf",
    "pypdfium2",
    "python_calamine",
    "typst",
    "xlsxwriter",
)
START = """
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_libraries_of_papers_tables_and_pictures_wait_until_somebody_asks_for_one():
    loaded = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, check=True, text=True
    ).stdout.split()

    assert "ocop" in loaded
    assert [name for name in LATER if name in loaded] == []
