"""All settings, read from the environment.

A name that is needed and missing stops the process with a message that says which. On one machine `make run`
writes them into the data folder (see `config/embedded.py`), so that `./manage.py shell` finds the same database.
`docs/settings.md` lists every name.
"""

import ipaddress
import os
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import embedded

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_FOLDER = embedded.data_folder(os.environ)

if "DATABASE_URL" not in os.environ:
    for name, value in embedded.local_environment(DATA_FOLDER).items():
        os.environ.setdefault(name, value)

env = environ.Env()


def required(name: str) -> str:
    """The value of an environment variable that nothing can stand in for."""
    value: str = env.str(name, default="")
    if not value:
        message = (
            f"The environment variable {name} is not set. Run `make run` once to set up this machine, "
            "or set it (docs/settings.md says what it is)."
        )
        raise ImproperlyConfigured(message)
    return value


# --- The site -----------------------------------------------------------------------------------------------------

SECRET_KEY = required("SECRET_KEY")
# API tokens are stored as keyed hashes; a copy of the database alone does not let anyone test guesses.
TOKEN_PEPPER = required("TOKEN_PEPPER")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = [host.strip() for host in required("ALLOWED_HOSTS").split(",") if host.strip()]
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=True)

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "dialogues.User"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "timeline"

INSTALLED_APPS = [
    "dialogues",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "import_export",
    "csp",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dialogues.web.change_context.ChangeContext",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database -----------------------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {"default": env.db_url_config(required("DATABASE_URL"))}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    message = "DATABASE_URL must name a PostgreSQL database (postgres://user:password@host:port/name)."
    raise ImproperlyConfigured(message)
# A Unix socket stands in the URL's query; Django's own tools (dbshell) look for it in HOST.
DATABASES["default"]["HOST"] = DATABASES["default"].get("OPTIONS", {}).pop("host", DATABASES["default"]["HOST"])
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.int("DATABASE_CONNECTION_SECONDS", default=60),
    # Without it the first requests after a restart of the database fail.
    "CONN_HEALTH_CHECKS": True,
}

# The history's tables name for themselves which references are looked up (`dialogues/models/history.py`).
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

# --- Durable work -------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = required("CELERY_BROKER_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# The row is the truth: a task that a killed worker left behind is delivered again, and finds out from its row
# whether there is still something to do.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
# A stage is stopped before its lease ends, so that no two workers ever do the same one.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=75)
CELERY_TASK_SOFT_TIME_LIMIT = JOB_LEASE_SECONDS * 3 // 5
CELERY_TASK_TIME_LIMIT = JOB_LEASE_SECONDS * 4 // 5
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        # Above the hard time limit, or a slow task would run twice.
        "visibility_timeout": 300,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        # Publishing must not hold up the person who pasted an article when the broker is away: without these four
        # it took six seconds until the error came.
        "socket_connect_timeout": 1,
        "max_retries": 1,
        "interval_start": 0,
        "connect_retries_timeout": 1,
        "socket_timeout": 20,
    }
    if CELERY_BROKER_URL.startswith(("redis", "valkey"))
    else {}
)
CELERY_TIMEZONE = "UTC"
JOB_SWEEP_SECONDS = env.int("JOB_SWEEP_SECONDS", default=30)
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "dialogues.tasks.sweep", "schedule": JOB_SWEEP_SECONDS, "options": {"expires": JOB_SWEEP_SECONDS}}
}

# --- The network: only `dialogues/network` goes out, under these rules ------------------------------------------------

FETCH_CONTACT = env.str("FETCH_CONTACT", default="")
# Networks that are not public but may be fetched from all the same, e.g. a ministry's intranet; and other ports.
FETCH_ALLOWED_NETWORKS = [ipaddress.ip_network(network) for network in env.list("FETCH_ALLOWED_NETWORKS", default=[])]
FETCH_ALLOWED_PORTS: list[int] = env.list("FETCH_ALLOWED_PORTS", cast=int, default=[80, 443])
FETCH_SECONDS = env.int("FETCH_SECONDS", default=30)

# --- Files --------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_FOLDER / "files"
STORAGES = {
    # Bytes as received, by their hash. There is no MEDIA_URL on purpose: they are never served as they are.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
IMPORT_MAX_BYTES = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Security -----------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- API ----------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "dialogues.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["dialogues.api.permissions.ReadOnlyOrStaff"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["dialogues.api.filtering.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "dialogues.api.pagination.RecordPagination",
    "EXCEPTION_HANDLER": "dialogues.api.problems.problem_details",
    "DEFAULT_THROTTLE_CLASSES": [],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

# --- Language, time, log ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # These report every page of a broken PDF or HTML file; what matters of it is in the article's state.
        "pypdf": {"level": "ERROR"},
        "trafilatura": {"level": "ERROR"},
        "htmldate": {"level": "ERROR"},
    },
}
