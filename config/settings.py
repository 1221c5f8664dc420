"""All settings, from the environment (docs/operations.md lists every variable).

With none of them set this is the embedded default: SQLite, a broker in a folder, mail in files.
"""

import contextlib
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from kombu import Queue

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("FAIRWEEK_DATA", BASE_DIR / "var")

DEBUG = env.flag("FAIRWEEK_DEBUG")
# Without a key each start makes its own, so nobody stays signed in across one: check roster.W001.
SECRET_KEY = env.text("FAIRWEEK_SECRET_KEY") or get_random_secret_key()
ALLOWED_HOSTS = env.words("FAIRWEEK_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
BASE_URL = env.text("FAIRWEEK_BASE_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "roster",
    "staff",
    "sites",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "js_lib_bootstrap5",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.static_files.GzippedStaticFiles",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.limits.LimitedMiddleware",
    "config.faults.WrongMethodMiddleware",
    "sites.signed_out.SignedInMiddleware",
    "sites.devices.SeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "sites.receiving.OnceMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "config.menu.menu",
            ],
        },
    }
]

# Writers take the lock at once, so that two of them wait for each other instead of failing late.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'fairweek.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    with contextlib.suppress(OSError):  # where it cannot be made, SQLite says so when it is used
        DATA_DIR.mkdir(parents=True, exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A time that is usual is taken for a mistaken "now" while the clock shows it, ten seconds around.
SILENCED_SYSTEM_CHECKS = ["fields.W161"]

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_USER_MODEL = "worksites.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_COOKIE_AGE = 365 * 24 * 3600  # where somebody keeps signed in; ended from their devices

# Opens the page that starts the first unit, while there is none.
SETUP_SECRET = env.secret("FAIRWEEK_SETUP_SECRET")

# Who guesses a password is stopped; not their colleagues behind the same address of the hospital.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "sites.closing.OpenLogins",
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_USERNAME_FORM_FIELD = "username"  # where Django puts what it calls the email
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "sites/too_often.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# It keeps what was typed beside a failure: nothing of these.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "secret", "called", "email"]
AXES_SENSITIVE_PARAMETERS += ["password1", "password2"]
AXES_CLIENT_IP_CALLABLE = "sites.addresses.address_of"

# Behind TLS unless said otherwise: the demonstration and the tests speak plain http on loopback.
SECURE = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a probe beside the process speaks plain http
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "config.faults.stale"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DEFAULT_FROM_EMAIL = env.text("FAIRWEEK_MAIL_FROM", "Fairweek <rota@fairweek.example>")
EMAIL_SUBJECT_PREFIX = ""
if env.text("FAIRWEEK_MAIL_URL"):
    globals().update(env.mail("FAIRWEEK_MAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

# Phones are told at once only where there is a key; where to is a stranger's say, so it is listed.
PUSH_KEY = env.push_key("FAIRWEEK_PUSH_KEY")
PUSH_SERVICES = env.words(
    "FAIRWEEK_PUSH_SERVICES",
    "https://fcm.googleapis.com,https://push.services.mozilla.com,https://push.apple.com,"
    "https://notify.windows.com",
)

BROKER_DIR = DATA_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "fairweekfs://"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 600, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.2,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A verb that wakes the sender must not wait for a dead broker: the sweep finds the row anyway.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # so that a busy solver keeps no fill from an idle one
# Mail never waits behind long work: auto-fill has a queue, and a worker, of its own.
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("default", "mail", "solver")]
CELERY_TASK_ROUTES = {
    "roster.sweep_outbox": {"queue": "mail"},
    "roster.sweep_pushes": {"queue": "mail"},
    "roster.fill_rotas": {"queue": "solver"},
}
FILL_SECONDS_MOST = env.number("FAIRWEEK_FILL_SECONDS", 600)  # that anybody may give a fill
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
EVERY_MINUTE = {"schedule": 60.0, "options": {"expires": 55}}  # none pile up without a worker
CELERY_BEAT_SCHEDULE = {
    "sweep-outbox": {"task": "roster.sweep_outbox", **EVERY_MINUTE},
    "sweep-pushes": {"task": "roster.sweep_pushes", **EVERY_MINUTE},
    "run-due-jobs": {"task": "roster.run_due_jobs", **EVERY_MINUTE},
    "beat-alive": {"task": "roster.beat_alive", **EVERY_MINUTE},
    "fill-rotas": {"task": "roster.fill_rotas", **EVERY_MINUTE},
    "sweep-uploads": {"task": "roster.sweep_uploads", **EVERY_MINUTE},
    "sweep-fills": {"task": "roster.sweep_fills", **EVERY_MINUTE},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "config.logs.HideSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}
    },
    "loggers": {"axes": {"level": "CRITICAL"}},  # its lines hold addresses of people
    "root": {"handlers": ["console"], "level": env.text("FAIRWEEK_LOG_LEVEL", "INFO")},
}
