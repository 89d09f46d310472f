"""Settings of an installation: everything a site may change comes from the environment, with a safe default."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import dj_database_url

BASE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("YIWANG_HOME", BASE / ".yiwang"))
"""Everything this installation writes: database, keys, attachments, logs."""

DEBUG = os.environ.get("YIWANG_DEBUG", "") == "1"


def _secret(name: str) -> str:
    """Return the secret of that name, made on first use and kept readable by this account alone."""
    path = HOME / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)  # whoever links first wins; everybody reads the same secret
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


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
    "procrastinate.contrib.django",
    "csp",
    "yiwang.infra",
    "yiwang.accounts",
    "yiwang.audit",
    "yiwang.privacy",
    "yiwang.facts",
    "yiwang.policy",
    "yiwang.files",
    "yiwang.regions",
    "yiwang.centers",
    "yiwang.matters",
    "yiwang.picture",
    "yiwang.api",
    "yiwang.web",
    "yiwang.console",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASE_URL = os.environ.get("DATABASE_URL", "")
_TRANSACTION_TIMEOUT = os.environ.get("YIWANG_TRANSACTION_TIMEOUT", "60")
"""Seconds after which the server cuts a transaction off; 0 for commands that load a country in one."""

DATABASES = {
    "default": {
        **(dj_database_url.parse(DATABASE_URL) if DATABASE_URL else {"NAME": "yiwang"}),
        "ENGINE": "yiwang.infra.postgres",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 3,
            "application_name": "yiwang",
            "options": f"-c transaction_timeout={_TRANSACTION_TIMEOUT}s -c idle_in_transaction_session_timeout=60s",
        },
    }
}
if DATABASE_URL:  # what the address itself asks for (sslmode …) stays
    DATABASES["default"]["OPTIONS"] |= dj_database_url.parse(DATABASE_URL).get("OPTIONS", {})
EMBEDDED_PG_HOME = None if DATABASE_URL else Path(os.environ.get("YIWANG_PG_HOME", HOME / "postgres"))
EMBEDDED_PG_PORT = int(os.environ.get("YIWANG_PG_PORT", "5432"))

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE / "src" / "yiwang" / "web" / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
FILES_ROOT = HOME / "files"
