"""What Otium refuses to start with: pure functions over values, one plain sentence for each thing to mend."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

SHORTEST_KEY = 50  # characters, as `manage check --deploy` asks
LEAST_HSTS_SECONDS = 30 * 24 * 60 * 60
FERNET_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Deployment:
    """The values that make an installation safe or not."""

    debug: bool
    secret_key: str
    keys: Sequence[str]
    allowed_hosts: Sequence[str]
    behind_tls_proxy: bool
    certificate: str  # path; empty when a proxy ends TLS
    certificate_key: str
    hsts_seconds: int
    secure_cookies: bool


@dataclass(frozen=True, slots=True)
class DatabaseRole:
    """What the role that serves may do, as the database itself says."""

    name: str
    is_superuser: bool
    bypasses_row_security: bool
    owned_tables: int  # tables whose owner it is, or whose owner's rights it has
    truncatable_tables: int


def of_deployment(deployment: Deployment) -> tuple[str, ...]:
    """Every reason not to serve real patients with these values; none when all is well."""
    return (*_of_secrets(deployment), *_of_exposure(deployment), *_of_tls(deployment))


def of_database_role(role: DatabaseRole) -> tuple[str, ...]:
    """Every way by which this role would see past row security; none for a role that serves and no more."""
    reasons = (
        (role.is_superuser, "is a superuser"),
        (role.bypasses_row_security, "has BYPASSRLS"),
        (role.owned_tables > 0, f"owns {role.owned_tables} tables"),
        (role.truncatable_tables > 0, f"may empty {role.truncatable_tables} tables"),
    )
    return tuple(
        f"The database role {role.name} {reason}, so practices would not be kept apart: "
        "let DATABASE_URL name a role that only reads and writes rows."
        for holds, reason in reasons
        if holds
    )


def _of_secrets(deployment: Deployment) -> list[str]:
    found = []
    if len(deployment.secret_key) < SHORTEST_KEY or deployment.secret_key.startswith("not a secret"):
        found.append(f"OTIUM_SECRET_KEY is the default or short: set {SHORTEST_KEY} or more random characters.")
    if not deployment.keys:
        found.append("OTIUM_KEYS is empty: set at least one Fernet key, the newest first.")
    elif not all(map(_is_random_fernet_key, deployment.keys)):
        found.append("OTIUM_KEYS holds something that is not a random Fernet key: make one with `otium key`.")
    return found


def _of_exposure(deployment: Deployment) -> list[str]:
    found = []
    if deployment.debug:
        found.append("DEBUG is on, and its error pages show patients' data: turn it off.")
    if not deployment.allowed_hosts or "*" in deployment.allowed_hosts:
        found.append("OTIUM_HOSTS is empty or allows every name: list the names this site is reached by.")
    return found


def _of_tls(deployment: Deployment) -> list[str]:
    found = []
    if not deployment.behind_tls_proxy and not (deployment.certificate and deployment.certificate_key):
        found.append("No TLS: set OTIUM_TLS=proxy behind a proxy that ends TLS, or OTIUM_TLS_CERTIFICATE and _KEY.")
    if deployment.hsts_seconds < LEAST_HSTS_SECONDS:
        found.append(f"OTIUM_HSTS_SECONDS is {deployment.hsts_seconds}: use {LEAST_HSTS_SECONDS} or more.")
    if not deployment.secure_cookies:
        found.append("Cookies would travel without TLS: leave SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE on.")
    return found


def _is_random_fernet_key(key: str) -> bool:
    try:
        raw = base64.urlsafe_b64decode(key)
    except (binascii.Error, ValueError):
        return False
    return len(raw) == FERNET_KEY_BYTES and len(set(raw)) > FERNET_KEY_BYTES // 4
