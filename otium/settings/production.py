"""Real patients. Importing this with anything unsafe fails and names every fault at once."""

from django.core.exceptions import ImproperlyConfigured

from otium.settings import environment, refusals
from otium.settings.base import *  # noqa: F403
from otium.settings.base import DEBUG, OTIUM_KEYS, SECRET_KEY

OTIUM_MODE = "production"
ALLOWED_HOSTS = list(environment.items("OTIUM_HOSTS"))
OTIUM_ADDRESS = environment.text("OTIUM_ADDRESS") or f"https://{ALLOWED_HOSTS[0] if ALLOWED_HOSTS else ''}"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

SECURE_PROXY_SSL_HEADER = None
if environment.text("OTIUM_TLS") == "proxy":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = environment.number("OTIUM_HSTS_SECONDS", 365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.text("OTIUM_SMTP_HOST", "localhost")
EMAIL_PORT = environment.number("OTIUM_SMTP_PORT", 25)
EMAIL_HOST_USER = environment.text("OTIUM_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("OTIUM_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.text("OTIUM_SMTP_TLS", "1") == "1"

_faults = refusals.of_deployment(
    refusals.Deployment(
        debug=DEBUG,
        secret_key=SECRET_KEY,
        keys=OTIUM_KEYS,
        allowed_hosts=ALLOWED_HOSTS,
        behind_tls_proxy=SECURE_PROXY_SSL_HEADER is not None,
        certificate=environment.text("OTIUM_TLS_CERTIFICATE"),
        certificate_key=environment.text("OTIUM_TLS_KEY"),
        hsts_seconds=SECURE_HSTS_SECONDS,
        secure_cookies=SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE,
    )
)
if _faults:
    raise ImproperlyConfigured("\n".join(("Otium refuses to serve in production mode:", *_faults)))
