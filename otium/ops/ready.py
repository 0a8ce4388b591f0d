"""What must stand before a command runs: keys, a database, Django's settings."""

import importlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import django
from django.core.exceptions import ImproperlyConfigured

from otium.ops import keys, places, postgres
from otium.ops.errors import CannotStart
from otium.ops.postgres.cluster import OWNER
from otium.ops.terminal import say_aside

MODES = ("demo", "dev", "production", "test")


class Needs(Protocol):
    """What this module has to know of a command."""

    @property
    def needs_database(self) -> bool: ...


@contextmanager
def prepare(command: Needs, explain_only: bool) -> Iterator[None]:
    """Around one command: Django set up, and its database running unless only help is printed."""
    choose_settings()
    if not command.needs_database:
        yield
    elif explain_only:
        set_up_django()
        yield
    else:
        with database():
            set_up_django()
            yield


def choose_settings() -> None:
    """Names the settings module by OTIUM_MODE. Raises CannotStart for a mode that does not exist."""
    mode = os.environ.setdefault("OTIUM_MODE", "demo")
    if mode not in MODES:
        raise CannotStart(f"OTIUM_MODE is {mode}: it can be {', '.join(MODES)}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"otium.settings.{mode}")


def check_settings() -> None:
    """Raises CannotStart with every fault at once if production's settings are unsafe."""
    try:
        importlib.import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except ImproperlyConfigured as fault:
        raise CannotStart(str(fault)) from fault


def set_up_django() -> None:
    check_settings()
    django.setup()


@contextmanager
def database(own: postgres.Cluster | None = None) -> Iterator[None]:
    """The environment that leads to the database: the embedded one, started for the while, unless one is named.

    `own`: another embedded one than that of `make run`.
    """
    own_keys()
    if is_external():
        yield
        return
    cluster = own or postgres.main()
    started = postgres.ensure(cluster, say_aside)
    os.environ.update(urls(cluster))
    try:
        yield
    finally:
        if started:
            postgres.stop_if_idle(cluster)


def is_external() -> bool:
    """True when DATABASE_URL names a server: of the operator's, or the embedded one as our parent process set it."""
    return bool(os.environ.get("DATABASE_URL"))


def is_demo() -> bool:
    return os.environ.get("OTIUM_MODE", "demo") in ("demo", "dev")


def urls(cluster: postgres.Cluster) -> dict[str, str]:
    return {"DATABASE_URL": cluster.url(), "DATABASE_OWNER_URL": cluster.url(OWNER)}


def own_keys() -> None:
    """In the demo, keys are made on first start and kept; production brings its own."""
    if os.environ.get("OTIUM_MODE", "demo") == "production":
        return
    made = json.loads(keys.kept(places.secrets() / "keys.json", keys.demo_keys))
    for name, value in made.items():
        os.environ.setdefault(name, value)
