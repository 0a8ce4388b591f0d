"""The demo for those who change it: debug pages, templates and static files read anew."""

from otium.settings.demo import *  # noqa: F403
from otium.settings.demo import STORAGES, TEMPLATES

DEBUG = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
_partials, _cached = TEMPLATES[0]["OPTIONS"]["loaders"][0]  # type: ignore[index]
TEMPLATES[0]["OPTIONS"]["loaders"] = [(_partials, _cached[0][1])]  # type: ignore[index]
