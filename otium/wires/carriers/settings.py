"""What each kind of connection asks for: the one description for forms, checks and docs."""

from dataclasses import dataclass
from typing import Literal

SECURITY = ("starttls", "implicit", "none")
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

_SERVICE = (
    choice("sign_in", "How we sign in", "bearer", "basic", "header", "none"),
    Field("user", "User name, for basic"),
    secret("token", "Password for basic, else the token or key"),
    Field("token_header", "Header that holds the token, for header", default="X-API-Key"),
    Field("headers", "Further headers, one a line: Name: value", "lines"),
    Field("fixed", "Fields every message has, one a line: name=value", "lines"),
    Field("idempotency_header", "Header with our id of the message", default="Idempotency-Key"),
    Field("payload_id_field", "Field with our id of the message"),
    Field("reference_path", "Where the other side's number stands in its answer, such as data.id", default="id"),
    Field("inquiry_url", "Address that tells whether a message arrived, with {payload_id}; 404 is no"),
    Field("inquiry_path", "Where the answer to that holds something if it arrived; empty: any success is yes"),
    Field("probe_url", "Address that a test of the connection may read"),
    _AUTHORITY,
)
_JSON = (
    needed("send_url", "Address for messages; may hold {payload_id}"),
    Field("realtime_url", "Address for real time, if it is another"),
    choice("body", "Payload in a JSON object, or as the whole body", "json", "raw"),
    choice("encoding", "How payloads stand in JSON", "base64", "text"),
    Field("content_type", "Content type of a raw body", default="application/EDI-X12"),
    Field("payload_field", "Field with the payload", default="payload"),
    Field("type_field", "Field with the kind of message"),
    Field("name_field", "Field with the file's name"),
    Field("answer_path", "Where a real-time answer holds the payload; empty: the whole body"),
    Field("state_path", "Where an answer says whether it took the message, if the HTTP status does not"),
    Field("good_states", "Values there that mean it did, with commas"),
    Field("duplicate_statuses", "HTTP statuses that say the message is there already", default="409"),
    Field("list_url", "Address that lists what waits for us"),
    Field("list_path", "Where the list stands in that answer; empty: the answer is the list"),
    Field("id_path", "Where an item's id stands in it", default="id"),
    Field("name_path", "Where its name stands, if it has one"),
    Field("item_url", "Address of one item, with {id}; empty: the list holds the payloads"),
    Field("item_path", "Where the payload stands in an item; empty: the whole"),
    Field("confirm_url", "Address that says an item is kept, with {id}"),
    choice("confirm_method", "How it is called", "POST", "DELETE", "PUT"),
    *_SERVICE,
)
_PROVIDER = (
    needed("url", "Address for messages"),
    Field("to_field", "Field with the number", default="to"),
    Field("from_field", "Field with our number", default="from"),
    Field("sender", "Our number or name as the provider knows it"),
    *_SERVICE,
)
_SMS = (
    *_PROVIDER,
    choice("body", "How fields are sent", "json", "form"),
    Field("text_field", "Field with the words", default="text"),
    Field(
        "receipt_field",
        "Field with the address that the service calls when a text arrived or did not, such as StatusCallback; "
        "empty: it never calls",
    ),
    secret("receipt_key", "Token by which it signs these calls (X-Twilio-Signature); empty: the token above"),
    Field("inbox_url", "Address that lists texts that came to our number; empty: none are fetched"),
    Field("inbox_path", "Where the list stands in that answer; empty: the answer is the list"),
    Field("inbox_from_path", "Where a text says who sent it", default="from"),
    Field("inbox_text_path", "Where its words stand", default="text"),
    Field("inbox_id_path", "Where its own id stands", default="id"),
    Field("inbox_at_path", "Where it says when, with a zone", default="received_at"),
)
_FAX = (
    *_PROVIDER,
    choice("body", "PDF as a file of a form, or base64 in JSON", "multipart", "json"),
    Field("file_field", "Field with the PDF", default="file"),
    Field(
        "status_url", "Address that tells what became of a fax, with {reference} or {payload_id}; empty: it never does"
    ),
    Field("status_path", "Where that answer says it", default="status"),
    Field("delivered_words", "What it says when the other end has the fax, with commas", default="delivered, success"),
    Field("failed_words", "What it says when it did not arrive, with commas", default="failed, failure, error"),
    Field("pages_path", "Where it says how many pages arrived", default="pages"),
    Field("delivered_at_path", "Where it says when, with a zone", default="completed_at"),
    Field("cause_path", "Where it says why not", default="cause"),
)
_SMTP = (
    needed("host", "Host name of the mail server"),
    number("port", "Port", 587, most=65535),
    choice("security", "STARTTLS (587), TLS from the start (465), or none (listed hosts only)", *SECURITY),
    Field("user", "User name"),
    secret("password", "Password"),
    needed("from_address", "Address that mail comes from"),
    Field("from_name", "Name beside it"),
    Field("reply_to", "Address for answers, if it is another"),
    _AUTHORITY,
)
_FAX_MAIL = (needed("gateway", "Domain of the fax service; mail goes to NUMBER@DOMAIN"), *_SMTP)

SETTINGS: dict[str, tuple[Field, ...]] = {
    "folder": _FOLDER,
    "sftp": _SFTP,
    "core": _CORE,
    "json": _JSON,
    "smtp": _SMTP,
    "sms": _SMS,
    "fax_rest": _FAX,
    "fax_mail": _FAX_MAIL,
}
