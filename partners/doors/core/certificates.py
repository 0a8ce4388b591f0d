"""The clearinghouse's own authority, its server's certificate, one for each practice, and a bad one for the fault."""

import ssl
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from partners.clock import MachineClock

VALID = timedelta(days=3650)
AUTHORITY, SERVER, STRANGER = "authority", "server", "stranger"
HOSTS = ("localhost", "127.0.0.1")


def prepare(folder: Path, practices: Sequence[str]) -> None:
    """Makes what is missing; what is there stays, so that a trusted authority stays trusted."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _pem(folder, AUTHORITY).exists():
        _issue(folder, AUTHORITY, hosts=(), by=None)
        _issue(folder, SERVER, hosts=HOSTS, by=AUTHORITY)
        _issue(folder, STRANGER, hosts=("elsewhere.test",), by=None)
    for practice in practices:
        if not _pem(folder, practice).exists():
            _issue(folder, practice, hosts=(), by=AUTHORITY)


def context(folder: Path, name: str = SERVER) -> ssl.SSLContext:
    """TLS 1.2 or later; a client's certificate is welcome, and then it has to be ours."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(_pem(folder, name), _key(folder, name))
    made.load_verify_locations(_pem(folder, AUTHORITY))
    made.verify_mode = ssl.CERT_OPTIONAL
    return made


def text_of(folder: Path, name: str) -> str:
    return _pem(folder, name).read_text(encoding="ascii")


def key_of(folder: Path, name: str) -> str:
    return _key(folder, name).read_text(encoding="ascii")


def _pem(folder: Path, name: str) -> Path:
    return folder / f"{name}.pem"


def _key(folder: Path, name: str) -> Path:
    return folder / f"{name}.key"


def _issue(folder: Path, name: str, *, hosts: Sequence[str], by: str | None) -> None:
    """Signed by that authority of the folder, or by itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), MachineClock().now()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = x509.load_pem_x509_certificate(_pem(folder, by).read_bytes()) if by else None
    issuer_key = load_pem_private_key(_key(folder, by).read_bytes(), None) if by else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),  # type: ignore[arg-type]
            critical=False,
        )
    )
    if issuer is None:
        builder = builder.add_extension(_signs(), critical=True)
    if hosts:
        builder = builder.add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
    certificate = builder.sign(issuer_key, SHA256())  # type: ignore[arg-type]
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _key(folder, name).touch(mode=0o600)
    _key(folder, name).write_bytes(secret)
    _pem(folder, name).write_bytes(certificate.public_bytes(Encoding.PEM))


def _signs() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
