"""Keys at rest: a data key per practice, wrapped by the installation's key ring (newest key first)."""

import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from otium.records.models import Practice


def ring() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.OTIUM_KEYS])


def new_data_key() -> str:
    """A fresh 256-bit key, wrapped, for Practice.data_key."""
    return ring().encrypt(secrets.token_bytes(32)).decode()


def data_key(practice: Practice) -> bytes:
    return ring().decrypt(practice.data_key.encode())


def seal(practice: Practice, plain: bytes, bound_to: str) -> bytes:
    """AES-GCM under the practice's key; `bound_to` must be given again to open it."""
    return seal_by(data_key(practice), plain, bound_to)


def seal_by(key: bytes, plain: bytes, bound_to: str) -> bytes:
    """`seal` with the practice's `data_key` at hand."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def unseal(practice: Practice, sealed: bytes, bound_to: str) -> bytes:
    return unseal_by(data_key(practice), sealed, bound_to)


def unseal_by(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """With the practice's `data_key` at hand: unwrapping it costs more than opening what is small."""
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], bound_to.encode())


def keyed_hash(practice: Practice, data: bytes) -> str:
    """Hex HMAC-SHA-256 of the bytes under the practice's key: equal content is found, and nothing else is told."""
    return hash_by(data_key(practice), data)


def hash_by(key: bytes, data: bytes) -> str:
    """`keyed_hash` with the practice's `data_key` at hand."""
    return hmac.new(key, data, hashlib.sha256).hexdigest()
