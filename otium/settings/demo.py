"""The default of `make run`: synthetic people on this machine only, keys made on first start."""

from otium.settings.base import *  # noqa: F403

OTIUM_MODE = "demo"
