"""`ocop serve` on a database that is not ready."""

import os
import subprocess
import sys
from pathlib import Path

OCOP = str(Path(sys.executable).with_name("ocop"))


def test_it_does_not_start_before_the_database_is_made(tmp_path):
    kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment = kept | {"OCOP_DATA": str(tmp_path)}

    answer = subprocess.run(
        [OCOP, "serve", "--port", "0"], env=environment, capture_output=True, text=True, timeout=60
    )

    assert answer.returncode == 1
    assert "ocop setup" in answer.stderr
