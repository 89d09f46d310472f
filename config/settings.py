"""Settings of an installation: everything a site may change comes from the environment, with a safe default."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from yiwang.infra import logs

BASE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("YIWANG_HOME", BASE / ".yiwang"))
"""Everything this installation writes: database, keys, attachments, logs."""

DEBUG = os.environ.get("YIWANG_DEBUG", "") == "1"


def _secret(name: str) -> str:
    """Return the secret of that name, made on first use and kept readable by this account alone."""
    path = HOME / "keys" / name
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make_once(path, secrets.token_urlsafe(48))
        return path.read_text()
    except PermissionError:
        message = f"{path} cannot be read or made by this account: run Yiwang as its owner, or set YIWANG_HOME to a folder of your own"
        raise ImproperlyConfigured(message) from None


def _make_once(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all; of several processes the first one wins, and all read the same."""
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(text)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


SECRET_KEY = os.environ.get("YIWANG_SECRET_KEY") or _secret("django")
KEYS = HOME / "keys"
ALLOWED_HOSTS = os.environ.get("YIWANG_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("YIWANG_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "yiwang.infra",
    "yiwang.accounts",
    "yiwang.audit",
    "yiwang.privacy",
    "yiwang.facts",
    "yiwang.live",
    "yiwang.policy",
    "yiwang.files",
    "yiwang.notices",
    "yiwang.regions",
    "yiwang.centers",
    "yiwang.matters",
    "yiwang.reports",
    "yiwang.meetings",
    "yiwang.reception",
    "yiwang.desk",
    "yiwang.knowledge",
    "yiwang.picture",
    "yiwang.api",
    "yiwang.web",
    "yiwang.console",
]

MIDDLEWARE = [
    "yiwang.infra.middleware.RequestLog",
    "yiwang.infra.middleware.PageHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "yiwang.infra.middleware.Door",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yiwang.infra.readonly.ReadOnlyPages",
    "yiwang.web.middleware.GateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _own_server(address: str) -> dict[str, Any]:
    """Return what the address of a PostgreSQL database says; it is not repeated when it is wrong, for it holds a password."""
    try:
        found = dict(dj_database_url.parse(address))
    except ValueError:
        found = {}
    if not found.get("NAME") or found["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL is no address of a PostgreSQL database: write postgres://user:password@host/name,"
            " signs such as @ : / # % in it as %40 %3A %2F %23 %25"
        )
    return found


DATABASE_URL = os.environ.get("DATABASE_URL", "")
_DATABASE = _own_server(DATABASE_URL) if DATABASE_URL else {"NAME": "yiwang"}
_TRANSACTION_TIMEOUT = os.environ.get("YIWANG_TRANSACTION_TIMEOUT", "60")
"""Seconds after which the server cuts a transaction off; 0 for commands that load a country in one."""

DATABASES = {
    "default": {
        **_DATABASE,
        "ENGINE": "yiwang.infra.postgres",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 3,
            "application_name": "yiwang",
            "connect_timeout": 10,
            "options": f"-c transaction_timeout={_TRANSACTION_TIMEOUT}s -c idle_in_transaction_session_timeout=60s -c lock_timeout=5s",
            **_DATABASE.get("OPTIONS", {}),  # what the address itself asks for (sslmode …) stays
        },
    }
}
EMBEDDED_PG_HOME = None if DATABASE_URL else Path(os.environ.get("YIWANG_PG_HOME", HOME / "postgres"))
EMBEDDED_PG_PORT = int(os.environ.get("YIWANG_PG_PORT", "5432"))

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
OUTBOX_LISTENERS = "config.wiring.LISTENERS"
LIVE_ADMITS = "config.wiring.LIVE_ADMITS"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "yiwang.web.face.face",
            ]
        },
    }
]

FAULT_PAGE = "yiwang.web.views.errors.fault"
CSRF_FAILURE_VIEW = "yiwang.web.views.errors.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # a word of thanks is worth no database row
INSTALLATION_NAME = os.environ.get("YIWANG_NAME", "")
"""The name over the door, e.g. 东营市综治中心; the plain word when not set."""

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE / "src" / "yiwang" / "web" / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# What a request may bring: a form of many fields or a JSON document. Views that take files mark themselves (`middleware.body_limit`).
BODY_LIMIT = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

HTTPS = os.environ.get("YIWANG_HTTPS", "") == "1"
"""People reach the installation by https: cookies and addresses then insist on it."""

SESSION_ENGINE = "yiwang.web.sessions"
SESSION_COOKIE_NAME = "yiwang_session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_END = timedelta(minutes=int(os.environ.get("YIWANG_IDLE_MINUTES", "120")))
"""How long somebody may do nothing before they are asked to sign in again."""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "yiwang_csrf"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # who watches from inside comes without the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
BEHIND_PROXY = os.environ.get("YIWANG_BEHIND_PROXY", "") == "1"
"""A proxy of one's own stands in front: what it says of the connection (https or not, from where) is believed."""
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
LIVE = os.environ.get("YIWANG_LIVE", "")
"""Where browsers reach the live stream: `:8100` (the same name, another port), a path or an address behind a proxy, "" for nowhere."""


def _live_sources() -> str:
    """Return what a page may connect to besides its own origin, for the content security policy."""
    if not LIVE.startswith(":"):
        return f" {LIVE}" if "://" in LIVE else ""
    names = [host.strip() for host in ALLOWED_HOSTS if host.strip() and not host.startswith("[")]  # a policy cannot name IPv6 addresses
    return "".join(f" {'https' if HTTPS else 'http'}://{f'*{name}' if name.startswith('.') else name}{LIVE}" for name in names)


PAGE_HEADERS = {
    "Content-Security-Policy": f"default-src 'self'; connect-src 'self'{_live_sources()}; img-src 'self' data:; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(self), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
"""What every answer tells the browser: nothing inline, nothing from elsewhere, in nobody's frame. A view may set its own."""

LOGGING = logs.configuration(level=os.environ.get("YIWANG_LOG_LEVEL", "INFO"), plain=DEBUG)

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}, "staticfiles": {"BACKEND": _STATIC}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
NOTICE_ADDRESSES = "config.wiring.NOTICE_ADDRESSES"
NOTICE_SENDERS = {
    "mail": os.environ.get("YIWANG_MAIL_SENDER", "yiwang.notices.senders.console.Console"),
    "sms": os.environ.get("YIWANG_SMS_SENDER", "yiwang.notices.senders.console.Console"),
    "voice": os.environ.get("YIWANG_VOICE_SENDER", "yiwang.notices.senders.console.Console"),
}
"""Who carries messages out, by dotted name: `yiwang.notices.senders.` + `console.Console`, `mail.Mail`, `gateway.Gateway`."""
NOTICE_QUIET_HOURS = os.environ.get("YIWANG_QUIET_HOURS", "22:00-07:00")
"""When nothing is sent that can wait; empty for never."""
PUBLIC_ADDRESS = os.environ.get("YIWANG_ADDRESS", "")
"""How people reach the installation, such as https://zzzx.example.cn: links in messages begin with it."""
SMS_GATEWAY: dict[str, Any] = {
    "address": os.environ.get("YIWANG_SMS_GATEWAY", ""),
    "token": os.environ.get("YIWANG_SMS_TOKEN", ""),
    "sign": os.environ.get("YIWANG_SMS_SIGN", ""),
    "repeatable": os.environ.get("YIWANG_SMS_REPEATABLE", "") == "1",
    "timeout": float(os.environ.get("YIWANG_SMS_TIMEOUT", "10")),
}
"""The HTTP gateway for text messages and voice calls; `repeatable` when it delivers nothing twice that comes twice under one id."""
EMAIL_HOST = os.environ.get("YIWANG_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("YIWANG_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("YIWANG_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("YIWANG_MAIL_PASSWORD", "")
EMAIL_USE_SSL = os.environ.get("YIWANG_MAIL_TLS", "") == "ssl"
EMAIL_USE_TLS = os.environ.get("YIWANG_MAIL_TLS", "") == "starttls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("YIWANG_MAIL_FROM", "yiwang@localhost")
EMAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
FILES_ROOT = HOME / "files"
FILES_STORE = os.environ.get("YIWANG_FILES", "")
"""An S3-compatible bucket for attachments (`s3://bucket/folder`) instead of the folder; the usual AWS_… variables say who."""
FILES_STORE_OPTIONS: dict[str, Any] = {"client_options": {"allow_http": True}} if os.environ.get("YIWANG_FILES_HTTP", "") == "1" else {}
FILES_SCANNER = os.environ.get("YIWANG_CLAMD", "")
"""A clamd that reads every upload: `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`."""
FILE_ACCESS = "config.wiring.FILE_ACCESS"
SEALING = os.environ.get("YIWANG_SEALING", "aes-256-gcm")
"""Algorithm that seals new fields: aes-256-gcm, or sm4-gcm where national algorithms are asked for; what is sealed stays readable."""
