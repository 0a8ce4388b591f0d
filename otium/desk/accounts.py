"""How staff sign in: nobody signs up, secrets of the second factor are encrypted by the key ring."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from otium.desk import keys


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an owner or firm manager, never by a stranger."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False


class MfaAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery seeds are stored wrapped."""

    def encrypt(self, text: str) -> str:
        return keys.ring().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keys.ring().decrypt(encrypted_text.encode()).decode()
