"""What every mode has in common."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from otium.settings import environment

ROOT = Path(__file__).resolve().parents[2]
OTIUM_VAR = Path(environment.text("OTIUM_VAR") or ROOT / "var").resolve()
OTIUM_MODE = environment.text("OTIUM_MODE", "demo")
OTIUM_KEYS = environment.items("OTIUM_KEYS")  # Fernet keys, newest first: the first encrypts, all decrypt

# Under which address families and staff reach this site: what links in texts and mails begin with.
OTIUM_ADDRESS = environment.text("OTIUM_ADDRESS") or f"http://127.0.0.1:{environment.text('OTIUM_PORT') or '8000'}"

# How far connections may go beyond the public network: "host:port" names, and folders below which mailboxes may lie.
OTIUM_PRIVATE_HOSTS = environment.items("OTIUM_PRIVATE_HOSTS")
OTIUM_FOLDER_ROOTS = environment.items("OTIUM_FOLDER_ROOTS")

SECRET_KEY = environment.text("OTIUM_SECRET_KEY", "not a secret: production refuses this key")
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "otium.records",
    "otium.pages",  # before allauth, whose templates it replaces
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
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
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",  # outside the transaction, which a refusal would roll back with its count
    "otium.pages.middleware.Acting",  # needs the signed-in person; one transaction around view and template
]
ROOT_URLCONF = "otium.pages.urls"
WSGI_APPLICATION = "otium.settings.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

DATABASES = {"default": environment.database()}
# In the database, because several web processes must count the same failed sign-ins and used codes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "otium_cache"}}
PROCRASTINATE_IMPORT_PATHS = [  # every file of that name holds jobs
    ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sorted((ROOT / "otium").rglob("jobs.py"))
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]  # a language joins when its words are there: half of one reads worse than none
LOCALE_PATHS = [ROOT / "otium" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # the practice's zone is applied at the edge

STATIC_URL = "/static/"
STATIC_ROOT = OTIUM_VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Never through a temporary file, which would lie unencrypted on the disk. The pages refuse more than this.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 300 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # a practice drops a whole folder of payers' files
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

AUTH_USER_MODEL = "records.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "otium.desk.accounts.AccountAdapter"
MFA_ADAPTER = "otium.desk.accounts.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Otium"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # whoever was invited came by a link of the practice; mail may not be set up
MFA_TOTP_TOLERANCE = 1  # half minutes to either side, for phones whose clocks are off

AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"

SESSION_ENGINE = "otium.pages.sessions"
SESSION_COOKIE_NAME = "otium_session"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day; idle time is limited apart
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "otium.ops.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.db.backends": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
    },
}
