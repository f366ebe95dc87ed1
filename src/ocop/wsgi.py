"""The entry of the application server; with the embedded database each of its processes has a background worker."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.settings")
# Few threads, each with little to do: taking turns less often costs less and ends short transactions sooner.
sys.setswitchinterval(0.02)
application = get_wsgi_application()

from django.conf import settings  # noqa: E402

if settings.WORKER_IN_SERVER:
    from ocop.core import daily, jobs

    jobs.start_worker_thread()
    daily.start_thread()
