"""One file of settings: environment first, defaults that work, loud failures."""

from __future__ import annotations

import os
from pathlib import Path

from gulir.config.home import Origin, beside, database, demonstration, home, read, secret_key

PACKAGE = Path(__file__).resolve().parents[1]
ORIGINS: list[Origin] = [home()]
GULIR_HOME = Path(ORIGINS[0].value)
GULIR_HOME.mkdir(parents=True, exist_ok=True)
ORIGINS += [
    read("GULIR_DATABASE", f"sqlite:///{GULIR_HOME / 'gulir.sqlite3'}"),
    secret_key(GULIR_HOME),
    read("GULIR_LANGUAGE", "id"),
    read("GULIR_TIME_ZONE", "Asia/Jakarta"),
    read("GULIR_HOSTS", "localhost,127.0.0.1,[::1]"),
    read("GULIR_SECURE", "0"),
    demonstration(GULIR_HOME),
]
_SETTING = {origin.name: origin.value for origin in ORIGINS}

SECRET_KEY = _SETTING["GULIR_SECRET_KEY"]
DEBUG = os.environ.get("GULIR_DEBUG") == "1"
DEMO = _SETTING["GULIR_DEMO"] == "1"
ALLOWED_HOSTS = [h.strip() for h in _SETTING["GULIR_HOSTS"].split(",") if h.strip()]
DATABASES = {"default": database(_SETTING["GULIR_DATABASE"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "community.User"
ROOT_URLCONF = "gulir.config.urls"
WSGI_APPLICATION = "gulir.config.wsgi.application"

INSTALLED_APPS = [
    "gulir.base",
    "gulir.community",
    "gulir.governance",
    "gulir.ledger",
    "gulir.lending",
    "gulir.mentoring",
    "gulir.intake",
    "gulir.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.admin",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
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
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gulir.web.readable.readable_address",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gulir.web.desks.context",
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]

LANGUAGE_CODE = _SETTING["GULIR_LANGUAGE"]
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = sorted(p for p in beside(PACKAGE, "locale").glob("*") if p.is_dir())
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = _SETTING["GULIR_TIME_ZONE"]

STATIC_URL = "/static/"
STATIC_ROOT = GULIR_HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["gulir.web.passwords.CalmArgon2Hasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "gulir.web.accounts.NoSignup"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = _SETTING["GULIR_SECURE"] == "1"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _SETTING["GULIR_SECURE"] != "1"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(GULIR_HOME / "cache")}
}  # failed logins are counted over all workers, and over a restart

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {"()": "gulir.base.discreet.Discreet", "format": "%(asctime)s %(levelname)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING"}},
}  # everything goes to standard error, nothing by mail, and nothing about anybody

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _SETTING["GULIR_SECURE"] == "1"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
