"""Settings of an installation: everything that differs between two of them is an environment variable.

OCOP_DATA       folder of the embedded database, the stored files and the keys (default ./data)
DATABASE_URL    PostgreSQL instead of the embedded database: postgres://user:password@host/name
OCOP_HOSTS      host names that the server answers to, separated by commas
OCOP_URL        public address, as printed in the QR codes of certificates; one that begins with https:// makes cookies
                secure and browsers keep to https, so the proxy that holds the certificate must set X-Forwarded-Proto
OCOP_PROXIES    how many of our own proxies a request passes (default 0); with it X-Forwarded-For tells who is at the other end
OCOP_OFFLINE    0 takes the certificate check and the kept forms off the phones, at their next visit with a network
OCOP_DEBUG      1 for developers: error pages with details, gallery of components
OCOP_SMTP_HOST  sends e-mail (…_PORT, …_USER, …_PASSWORD); without it e-mail becomes files in OCOP_DATA/outbox
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("OCOP_DATA", "data")).resolve()
FILES = DATA / "files"
DEBUG = os.environ.get("OCOP_DEBUG") == "1"


def secret_key() -> str:
    """The installation's own secret, made once and kept beside the data, readable by its owner only."""
    if key := os.environ.get("OCOP_SECRET_KEY"):
        return key
    path = DATA / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = secret_key()
CERTIFICATE_KEY = DATA / "certificate-key.pem"

ALLOWED_HOSTS = os.environ.get("OCOP_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
PUBLIC_URL = os.environ.get("OCOP_URL", "http://127.0.0.1:8000").rstrip("/")
SERVED_ON_HTTPS = PUBLIC_URL.startswith("https://")
TRUSTED_PROXIES = int(os.environ.get("OCOP_PROXIES", "0"))
# A developer's files keep their names when they change, so no browser may keep them.
KEEPS_CHECK_OFFLINE = os.environ.get("OCOP_OFFLINE") != "0" and not DEBUG
KEEPS_FIELD_FORMS = KEEPS_CHECK_OFFLINE
CSRF_FAILURE_VIEW = "ocop.core.views.forbidden"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if SERVED_ON_HTTPS else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "ocop.core",
    "ocop.places",
    "ocop.people",
    "ocop.stationery",
    "ocop.measures",
    "ocop.criteria",
    "ocop.producers",
    "ocop.certificates",
    "ocop.dossiers",
    "ocop.evaluation",
    "ocop.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ocop.core.middleware.Policies",
    "ocop.core.middleware.OneTime",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ocop.people.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ocop.core.middleware.LimitRequests",
    "ocop.core.middleware.AnswerRefusals",
    "ocop.core.field_forms.AnswerEntries",
    "ocop.core.middleware.SubmitOnce",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ocop.urls"
WSGI_APPLICATION = "ocop.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "ocop.core.templatetags.ocop",
                "ocop.core.templatetags.charts",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ocop.core.context.page",
            ],
        },
    }
]

if url := os.environ.get("DATABASE_URL"):
    connecting = {"engine": "ocop.core.postgres", "conn_max_age": 600, "conn_health_checks": True}
    DATABASES = {"default": dj_database_url.parse(url, **connecting)}
    # Planning the joins of a page takes PostgreSQL longer than running them (a sheet: 3.9 ms against 0.06), so it
    # prepares what is asked again. A pooler between must keep prepared statements (PgBouncer: from 1.21).
    prepared = {"server_side_binding": True, "prepare_threshold": 5}
    DATABASES["default"]["OPTIONS"] = prepared | DATABASES["default"].get("OPTIONS", {})
else:
    # docs/decisions/001: IMMEDIATE and the write lock of core.transactions, or half of the saves fail.
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "ocop.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "ocop.people.backends.Accounts",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
            {"user_attributes": ("login", "full_name", "email", "phone")},
        ),
        ("ocop.people.forms.LengthValidator", {"min_length": 10}),
        ("django.contrib.auth.password_validation.CommonPasswordValidator", {}),
        ("django.contrib.auth.password_validation.NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "people:login"
# As `authenticate` is given it; by default axes looks under the model's field `login`, finds nothing and locks nobody out.
AXES_USERNAME_FORM_FIELD = "username"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Else everybody of an office who tries in vain keeps its address locked.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "ocop.people.lockout.Handler"
AXES_CLIENT_IP_CALLABLE = "ocop.core.client.address"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "next", "csrfmiddlewaretoken"]
AXES_LOCKOUT_TEMPLATE = "people/locked_out.html"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the audit trail keeps what matters

SESSION_ENGINE = "ocop.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SERVED_ON_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SERVED_ON_HTTPS else None
SECURE_HSTS_SECONDS = 365 * 86400 if SERVED_ON_HTTPS else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the names below this one are other sites of the province, which we do not speak for
    "security.W021",  # nor do we enter them in the browsers' list
    "security.W008",  # the proxy that holds the certificate redirects; here it would turn its own checks in circles
    "security.W019",  # a paper is shown in a frame beside the criteria that it speaks for
]
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "ocop.core.files.WholeFiles",
        "OPTIONS": {"location": FILES},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

UPLOAD_LIMIT_BYTES = 50 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# With the embedded database `ocop serve` is all there is: the worker is a thread of its processes. PostgreSQL has `ocop worker`.
WORKER_IN_SERVER = "DATABASE_URL" not in os.environ

DEFAULT_FROM_EMAIL = os.environ.get("OCOP_EMAIL_FROM", "ocop@localhost")
if host := os.environ.get("OCOP_SMTP_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = host
    EMAIL_PORT = int(os.environ.get("OCOP_SMTP_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("OCOP_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("OCOP_SMTP_PASSWORD", "")
    EMAIL_USE_TLS = True
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "outbox"

# Addresses of which the rest is a secret: it is kept out of the log.
SECRET_PATHS = ["loi-moi", "dat-lai-mat-khau", "ho-so/xac-nhan"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "ocop.core.logs.Formatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
