"""All settings, read from the environment.

A name that is needed and missing stops the process with a message that says which. On one machine `make run`
writes them into the data folder (see `config/embedded.py`), so that `./manage.py shell` finds the same database.
`docs/settings.md` lists every name.
"""

import datetime
import ipaddress
import os
import re
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import embedded, queues
from config.storage import bytes_storage

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
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "dialogues.User"

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
    "django_htmx",
    "import_export",
    "csp",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
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
    "allauth.account.middleware.AccountMiddleware",
    "dialogues.web.second_factor.RequireSecondFactor",
    "axes.middleware.AxesMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
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

# The role that owns the tables, for migrations. Without it the application's role owns them itself, and could take the
# history's protection away (docs/history.md).
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default="")
DATABASE_OWNER: dict[str, Any] | None = env.db_url_config(DATABASE_OWNER_URL) if DATABASE_OWNER_URL else None

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
# Left to itself Celery connects to the database anew for each task, which took two thirds of the database's time. The
# connection is looked at before each task instead (dialogues/tasks.py), as Django does before each request.
CELERY_DB_REUSE_MAX = 1_000
CELERY_TASK_QUEUES = queues.declared(CELERY_BROKER_URL)
CELERY_TASK_ROUTES = queues.routes()
# A task that has no queue is a mistake, to be seen at once; no worker would look into a queue made up for it.
CELERY_TASK_CREATE_MISSING_QUEUES = False
# A stage is stopped before its lease ends, so that no two workers ever do the same one.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=75)
CELERY_TASK_SOFT_TIME_LIMIT = JOB_LEASE_SECONDS * 3 // 5
CELERY_TASK_TIME_LIMIT = JOB_LEASE_SECONDS * 4 // 5
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = queues.CONNECTING_SECONDS
CELERY_BROKER_TRANSPORT_OPTIONS = queues.transport_options(CELERY_BROKER_URL)
CELERY_TIMEZONE = "UTC"
JOB_SWEEP_SECONDS = env.int("JOB_SWEEP_SECONDS", default=30)
CELERY_BEAT_SCHEDULE = {
    name: {
        "task": f"dialogues.tasks.{name}",
        "schedule": JOB_SWEEP_SECONDS,
        "options": {"expires": JOB_SWEEP_SECONDS},
    }
    for name in ("sweep", "poll_feeds")
}

# --- The network: only `dialogues/network` goes out, under these rules ------------------------------------------------

FETCH_CONTACT = env.str("FETCH_CONTACT", default="")
# Networks that are not public but may be fetched from all the same, e.g. a ministry's intranet; and other ports.
FETCH_ALLOWED_NETWORKS = [ipaddress.ip_network(network) for network in env.list("FETCH_ALLOWED_NETWORKS", default=[])]
FETCH_ALLOWED_PORTS: list[int] = env.list("FETCH_ALLOWED_PORTS", cast=int, default=[80, 443])
FETCH_SECONDS = env.int("FETCH_SECONDS", default=30)
# How a host is treated (docs/ingestion.md). Its robots.txt may ask for more, never for less.
FETCH_DELAY_SECONDS = env.float("FETCH_DELAY_SECONDS", default=1.0)
FETCH_LONGEST_DELAY_SECONDS = env.float("FETCH_LONGEST_DELAY_SECONDS", default=60.0)
FETCH_AT_ONCE_PER_HOST = env.int("FETCH_AT_ONCE_PER_HOST", default=2)
FETCH_LONGEST_PAUSE_HOURS = env.int("FETCH_LONGEST_PAUSE_HOURS", default=24)
FETCH_GIVE_UP_DAYS = env.int("FETCH_GIVE_UP_DAYS", default=3)
if FETCH_DELAY_SECONDS < 0 or FETCH_AT_ONCE_PER_HOST < 1:
    message = "FETCH_DELAY_SECONDS must not be negative, and FETCH_AT_ONCE_PER_HOST at least 1."
    raise ImproperlyConfigured(message)

# --- The extractor's other layers (docs/extraction.md) ----------------------------------------------------------------

# Models of `manage.py train_extractor`. Workers on several machines need the same folder, or copies of its files.
EXTRACTOR_MODEL_FOLDER = Path(env.str("EXTRACTOR_MODEL_FOLDER", default=str(DATA_FOLDER / "extractor")))
LANGUAGE_MODEL_URL = env.str("LANGUAGE_MODEL_URL", default="").rstrip("/")
LANGUAGE_MODEL_NAME = env.str("LANGUAGE_MODEL_NAME", default="")
LANGUAGE_MODEL_KEY = env.str("LANGUAGE_MODEL_KEY", default="")
LANGUAGE_MODEL_CALL_SECONDS = env.int("LANGUAGE_MODEL_CALL_SECONDS", default=30)
LANGUAGE_MODEL_SECONDS = env.int("LANGUAGE_MODEL_SECONDS", default=40)
LANGUAGE_MODEL_CHARACTERS = env.int("LANGUAGE_MODEL_CHARACTERS", default=20_000)
LANGUAGE_MODEL_ANSWER_TOKENS = env.int("LANGUAGE_MODEL_ANSWER_TOKENS", default=4_000)
LANGUAGE_MODEL_DAY_TOKENS = env.int("LANGUAGE_MODEL_DAY_TOKENS", default=500_000)
if LANGUAGE_MODEL_URL:
    if not re.fullmatch(r"https?://[^/?#@\s]+(/[^?#\s]*)?", LANGUAGE_MODEL_URL) or not LANGUAGE_MODEL_NAME:
        message = "LANGUAGE_MODEL_URL must be like https://host/v1, and LANGUAGE_MODEL_NAME must name the model."
        raise ImproperlyConfigured(message)
    if not (LANGUAGE_MODEL_KEY.isascii() and (not LANGUAGE_MODEL_KEY or LANGUAGE_MODEL_KEY.isprintable())):
        message = "LANGUAGE_MODEL_KEY holds a character that no key has."
        raise ImproperlyConfigured(message)
    if not 1 <= LANGUAGE_MODEL_SECONDS < CELERY_TASK_SOFT_TIME_LIMIT or LANGUAGE_MODEL_CALL_SECONDS < 1:
        message = (
            "LANGUAGE_MODEL_CALL_SECONDS and LANGUAGE_MODEL_SECONDS must be at least 1, and the latter less than three "
            f"fifths of JOB_LEASE_SECONDS ({CELERY_TASK_SOFT_TIME_LIMIT})."
        )
        raise ImproperlyConfigured(message)
    if min(LANGUAGE_MODEL_CHARACTERS, LANGUAGE_MODEL_ANSWER_TOKENS, LANGUAGE_MODEL_DAY_TOKENS) < 1:
        message = (
            "LANGUAGE_MODEL_CHARACTERS, LANGUAGE_MODEL_ANSWER_TOKENS and LANGUAGE_MODEL_DAY_TOKENS must be at least 1."
        )
        raise ImproperlyConfigured(message)

# --- Files --------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_FOLDER / "files"
STORAGES = {
    # Bytes as received, by their hash. There is no MEDIA_URL on purpose: they are never served as they are.
    "default": bytes_storage(
        env.str("STORAGE_URL", default=""),
        endpoint=env.str("STORAGE_ENDPOINT", default=""),
        region=env.str("STORAGE_REGION", default=""),
        access_key=env.str("STORAGE_ACCESS_KEY", default=""),
        secret_key=env.str("STORAGE_SECRET_KEY", default=""),
    ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
IMPORT_MAX_BYTES = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A dialogue with a hundred outcomes is a form of more than a thousand fields, Django's own limit.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
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
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"

# --- Sign-in (docs/roles.md) ----------------------------------------------------------------------------------------

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "timeline"
AUTHENTICATION_BACKENDS = [
    # Says no to whoever is locked out, and nothing else.
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "dialogues.web.sign_in.AccountAdapter"
ACCOUNT_FORMS = {"login": "dialogues.web.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
# The limit that counts is that of the lock-out below, in the database. These stand far above it: they are counted for
# each process apart, and only slow down who tries many names from one address.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip,60/5m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60

# Whoever may do more than a reviewer shows a second factor.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=HTTPS and not DEBUG)
MFA_ADAPTER = "dialogues.web.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "dialogues.web.second_factor.CodeForm",
    "reauthenticate": "dialogues.web.second_factor.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Readout"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # administrators enter the addresses
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "dialogues.web.lockout.account_name"
AXES_CLIENT_IP_CALLABLE = "dialogues.web.lockout.client_address"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_SENSITIVE_PARAMETERS = ["login", "password", "code", "credential", "csrfmiddlewaretoken"]
AXES_ENABLE_ADMIN = False  # dialogues/admin/lockout.py
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# An organization's own server (OpenID Connect).
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
if OIDC_ISSUER and not OIDC_ISSUER.startswith("https://"):
    message = "OIDC_ISSUER must begin with https://: what comes from there is believed because of the connection."
    raise ImproperlyConfigured(message)
OIDC_NAME = env.str("OIDC_NAME", default="your organization")
OIDC_SCOPES: list[str] = env.list("OIDC_SCOPES", default=["openid", "profile", "email"])
OIDC_CREATE_ACCOUNTS = env.bool("OIDC_CREATE_ACCOUNTS", default=False)
OIDC_ROLE_CLAIM = env.str("OIDC_ROLE_CLAIM", default="groups")
OIDC_ROLES: dict[str, str] = env.dict("OIDC_ROLES", default={})
SOCIALACCOUNT_ADAPTER = "dialogues.web.organization_sign_in.OrganizationAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead to another host: form-action of the policy above
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organization",
                "name": OIDC_NAME,
                "client_id": required("OIDC_CLIENT_ID"),
                "secret": required("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER, "scope": OIDC_SCOPES},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}
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
