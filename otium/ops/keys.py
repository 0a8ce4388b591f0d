"""Secrets that this installation made for itself, in files only its owner can read."""

import base64
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from otium.ops.errors import CannotStart


def kept(path: Path, make: Callable[[], str]) -> str:
    """The text kept at `path`; made and kept there when there is none. Raises CannotStart if it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _write(path, make())
        return path.read_text()
    except OSError as error:
        raise CannotStart(f"Otium keeps its secrets in {path.parent} and cannot: {error.strerror}.") from error


def password() -> str:
    return secrets.token_urlsafe(32)


def passwords(*names: str) -> Callable[[], str]:
    """A maker for `kept`: a JSON object with a fresh password for each name."""
    return lambda: json.dumps({name: password() for name in names})


def fernet_key() -> str:
    """A key for the key ring: 32 random bytes, as cryptography's Fernet writes them."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def demo_keys() -> str:
    """JSON: the environment variables with which the demo keeps its sessions and secrets."""
    return json.dumps({"OTIUM_SECRET_KEY": password() + password(), "OTIUM_KEYS": fernet_key()})


def _write(path: Path, text: str) -> None:
    """All or nothing, and never readable by others, not even for a moment; whoever is first wins."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
