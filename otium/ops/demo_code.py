"""The six digits of a demo person's second factor, so that a newcomer needs no phone."""

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt

from otium.desk import clock


def current(email: str) -> str | None:
    """The code of this half minute; None when nobody with that address has a second factor."""
    kept = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__email__iexact=email).first()
    if kept is None:
        return None
    counter = int(clock.now().timestamp()) // app_settings.TOTP_PERIOD
    code: str = auth.format_hotp_value(auth.hotp_value(decrypt(kept.data["secret"]), counter))
    return code
