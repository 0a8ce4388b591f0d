"""TLS as every carrier uses it: 1.2 or later, the certificate and the host's name verified."""

import os
import secrets
import ssl
import tempfile

from cryptography.hazmat.primitives import serialization as pem

from otium.wires.carriers.base import CarrierError, SettingsError

_VERIFY = {9: "not_yet_valid", 10: "expired", 18: "self_signed", 19: "self_signed", 20: "unknown_issuer"} | {
    62: "host_name",
    64: "host_name",
}
# Alerts about our certificate come with TLS 1.3 after the request has gone out, and before anybody has read it.
REFUSED_BEFORE = frozenset(
    {
        "tlsv13_alert_certificate_required",
        "sslv3_alert_bad_certificate",
        "tlsv1_alert_unknown_ca",
        "sslv3_alert_certificate_unknown",
        "tlsv1_alert_access_denied",
    }
)


def context(ca_certificate: str, *, client_certificate: str = "", client_key: str = "") -> ssl.SSLContext:
    """What to verify and sign in with. Raises SettingsError for a certificate or key that cannot be used.

    A CA certificate of the connection's own is trusted alone; without it, the system's are.
    """
    try:
        made = ssl.create_default_context(cadata=ca_certificate or None)
    except (ssl.SSLError, ValueError):
        raise SettingsError("ca_certificate", "it is no PEM certificate") from None
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if client_certificate or client_key:
        _load_client(made, client_certificate, client_key)
    return made


def _load_client(made: ssl.SSLContext, certificate: str, key: str) -> None:
    """Python reads keys from files only: for that moment it lies there encrypted under a password nobody has."""
    password = secrets.token_bytes(32).hex().encode()
    try:
        parsed = pem.load_pem_private_key(key.encode(), None)
        sealed = parsed.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.BestAvailableEncryption(password))
    except (ValueError, TypeError):
        raise SettingsError("client_key", "it is no PEM private key without a passphrase") from None
    descriptor, path = tempfile.mkstemp()
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(certificate.strip().encode() + b"\n" + sealed)
        made.load_cert_chain(path, password=password)
    except ssl.SSLError:
        raise SettingsError("client_certificate", "it is no PEM certificate, or not that of the key") from None
    finally:
        os.unlink(path)


def fault_of(error: ssl.SSLError) -> CarrierError:
    """What the TLS layer's error means: OpenSSL's own word for it, which holds nothing of ours."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return CarrierError("tls", detail=_VERIFY.get(error.verify_code, "certificate"))
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return CarrierError("closed")
    return CarrierError("tls", detail=(error.reason or "handshake").lower())
