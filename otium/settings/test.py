"""What the tests run with. tests/conftest.py points the database to one of each test process's own."""

from otium.settings.base import *  # noqa: F403
from otium.settings.base import OTIUM_VAR, STORAGES

OTIUM_MODE = "test"
OTIUM_VAR = OTIUM_VAR / "test"  # whether an installation beside the tests saves is none of their business
SECRET_KEY = "only for tests"  # noqa: S105  # nosec B105
OTIUM_KEYS = ("3Yz0Ck1bW0wq6l0o0qFJ3dS1V8h6Jm2k4tqkWn0nQ0E=",)
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
OTIUM_ADDRESS = "https://otium.example"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in hundreds of times
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # the same code signs in twice
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
