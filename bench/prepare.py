"""Fill the bench's database and write down what its clients will ask: prepare.py FOLDER."""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.settings")
import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from world import errands, fill  # noqa: E402

settings.ALLOWED_HOSTS.append("testserver")
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)


def queries_of(errands: list[dict[str, str]]) -> int:
    """Statements of the last request, transaction commands included, after others that fill the caches."""
    form = "application/x-www-form-urlencoded"
    for errand in errands:
        headers = {"cookie": errand["cookie"], "x-csrftoken": "b" * 32}
        with CaptureQueriesContext(connection) as seen:
            client = Client()
            if errand["body"]:
                response = client.post(
                    errand["path"], errand["body"], content_type=form, headers=headers
                )
            else:
                response = client.get(errand["path"], headers=headers)
    assert response.status_code in (200, 302), (errand, response.status_code)
    if os.environ.get("SHOW"):
        for query in seen.captured_queries:
            print(query["sql"][:300], file=sys.stderr)
        print("----", file=sys.stderr)
    return len(seen)


folder = Path(sys.argv[1])
fill()
asked = errands()
for kind, requests in asked.items():
    lines = ("\t".join((r["path"], r["cookie"], r["body"])) for r in requests)
    (folder / kind).write_text("\n".join(lines))
(folder / "queries.json").write_text(
    json.dumps({k: queries_of((r * 4)[-4:]) for k, r in asked.items()})
)
