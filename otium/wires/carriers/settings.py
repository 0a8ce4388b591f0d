"""What each kind of connection asks for: the one description for forms, checks and docs."""

from dataclasses import dataclass
from typing import Literal

Setting = str | int | bool


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. `secret` fields come and go apart from the others; `file` holds the text of a PEM file."""

    name: str
    hint: str
    kind: Literal["text", "lines", "number", "choice", "secret", "file", "bool"] = "text"
    required: bool = False
    default: Setting = ""
    choices: tuple[str, ...] = ()
    is_secret: bool = False
    most: int = 0  # numbers: the highest


def needed(name: str, hint: str) -> Field:
    return Field(name, hint, required=True)


def secret(name: str, hint: str, *, kind: Literal["secret", "file"] = "secret") -> Field:
    return Field(name, hint, kind, is_secret=True)


def number(name: str, hint: str, default: int, *, most: int) -> Field:
    return Field(name, hint, "number", default=default, most=most)


def choice(name: str, hint: str, *choices: str) -> Field:
    """The first is the default."""
    return Field(name, hint, "choice", default=choices[0], choices=choices)


_SETTLE = number("settle_seconds", "Seconds a file must stay the same before it is taken", 5, most=60)
_TAKEN = Field("taken_folder", "Where the partner moves what it has taken, if it keeps it")
_READY = Field("ready_suffix", "Take a file only when one of its name and this ending lies beside it, such as .done")

_FOLDER = (
    needed("send_folder", "Folder the partner reads, below the folder the operator allows"),
    needed("fetch_folder", "Folder the partner writes"),
    _TAKEN,
    choice("after_reading", "What happens to a file once it is kept here", "move", "delete"),
    _READY,
    _SETTLE,
)
_SFTP = (
    needed("host", "Host name of the partner's server"),
    number("port", "Port", 22, most=65535),
    needed("user", "User name the partner gave"),
    secret("password", "Password, unless a key is used"),
    secret("private_key", "Private key: OpenSSH without a passphrase, or PEM", kind="file"),
    secret("passphrase", "Passphrase of the private key, if it has one"),
    Field("host_key", "SHA256 fingerprint of the server's key; several with a comma. Test the connection to see it"),
    needed("send_folder", "Folder for what we send, as seen after signing in"),
    needed("fetch_folder", "Folder with what the partner has for us"),
    _TAKEN,
    choice("after_reading", "What happens to a file once it is kept here", "move", "delete"),
    Field("read_folder", "Where files go once they are kept here; below the fetch folder", default="read"),
    _READY,
    _SETTLE,
)

_AUTHORITY = Field(
    "ca_certificate", "Certificate (PEM) of the partner's own authority; then it alone is trusted", "file"
)
_CORE = (
    needed("url", "Address for real time, and for batches unless they have their own; begins with https://"),
    Field("batch_url", "Address for batches"),
    choice("envelope", "How the partner wants envelopes", "soap", "mime"),
    choice("operations", "SOAP operations for batches", "specific", "generic"),
    needed("sender_id", "SenderID the partner gave"),
    needed("receiver_id", "ReceiverID of the partner"),
    Field("rule_version", "CORERuleVersion", default="2.2.0"),
    Field("user", "User name, if the partner uses one"),
    secret("password", "Password"),
    Field("client_certificate", "Our certificate (PEM), if the partner asks for one", "file"),
    secret("client_key", "Its private key (PEM)", kind="file"),
    _AUTHORITY,
    Field("pickups", "PayloadTypes to ask for, one a line, such as X12_835_Request_005010X221A1", "lines"),
    Field("confirm_type", "PayloadType of the receipt for what was picked up, if the partner keeps files until then"),
    Field("inquiry_type", "PayloadType that asks whether a batch arrived, if the partner agreed to one"),
    Field("unknown_codes", "ErrorCodes that then say no", default="PayloadIDUnknown, PayloadIDNotFound"),
    Field(
        "duplicate_codes",
        "ErrorCodes that say the message is there already",
        default="PayloadIDDuplicate, DuplicatePayloadID",
    ),
)

SETTINGS: dict[str, tuple[Field, ...]] = {"folder": _FOLDER, "sftp": _SFTP, "core": _CORE}
