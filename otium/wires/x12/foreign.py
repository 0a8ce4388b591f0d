"""Names what a file is when it is not X12, so that a person knows what arrived."""

from otium.terms.x12 import Finding, Severity

_LOOKED_AT = 512  # bytes; enough for any signature and a line of markup

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%pdf-", "a PDF"),
    (b"pk\x03\x04", "a ZIP archive or Office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"msh|", "an HL7 v2 message"),
    (b"una", "an EDIFACT message"),
    (b"unb+", "an EDIFACT message"),
    (b"-----begin pgp", "a PGP encrypted file"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)


def finding(data: bytes) -> Finding:
    """Why nothing was read: the file is empty, or it is something else."""
    if not data.strip(b"\xef\xbb\xbf\r\n\t \x00\x1a"):
        what = "holds nothing but blanks and padding" if data else "is empty"
        return Finding(Severity.ERROR, "empty", f"The file {what}; nothing was read.")
    return Finding(Severity.ERROR, "not-x12", f"The file is {kind(data)}, not X12; nothing was read.")


def kind(data: bytes) -> str:
    """What the first bytes look like, in words; "something else" where no signature fits."""
    head = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<html" in head or head.startswith(b"<!doctype html"):
        return "an HTML page (a sign-in or error page of a portal?)"
    if head.startswith(b"<"):
        return "XML"
    if b"\x00" in head and not (head[:8:2].strip(b"\x00") and head[1:8:2].strip(b"\x00")):
        return "UTF-16 text"
    return next((words for signature, words in _SIGNATURES if head.startswith(signature)), "something else")


def no_delimiters() -> Finding:
    """The first segment is X12's, but its delimiters cannot be known."""
    message = "The first segment is cut short or names no usable delimiters; nothing was read."
    return Finding(Severity.ERROR, "no-delimiters", message, segment=1, interchange=1)


def preamble_findings(preamble: bytes) -> tuple[Finding, ...]:
    """A note where text other than blanks stands before the first ISA. A byte order mark is no finding."""
    if not preamble.removeprefix(b"\xef\xbb\xbf").strip():
        return ()
    message = f"{len(preamble)} bytes stand before the first ISA; they are kept and not read."
    return (Finding(Severity.WARNING, "leading-bytes", message),)
