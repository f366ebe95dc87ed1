"""Settings of the tests: a data folder of their own, quick password hashes, plain static files."""

import atexit
import os
import shutil
import tempfile

os.environ["OCOP_DATA"] = tempfile.mkdtemp(prefix="ocop-tests-")

from scripts.translations import compile_catalogue

from ocop.settings import *  # noqa: F403

atexit.register(shutil.rmtree, os.environ["OCOP_DATA"], ignore_errors=True)
compile_catalogue()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
AXES_ENABLED = False
