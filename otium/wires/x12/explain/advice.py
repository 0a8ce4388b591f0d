"""What a person can do about a finding, by its code."""

from otium.terms.x12 import Finding

_ADVICE = {
    "empty": "Ask for it again: the export or the download has failed.",
    "no-delimiters": "The file was cut near its beginning. Get it again from where it came from.",
    "cut-in-segment": "The file was cut off. Get it again from where it came from; do not add what is missing by hand.",
    "no-se": "The message was cut off. Get the file again from where it came from.",
    "no-ge": "The file was cut off. Get it again from where it came from.",
    "no-iea": "The file was cut off. Get it again from where it came from.",
    "wrong-count": "Something was lost or added on the way. Ask the sender for the file again.",
    "control-number-differs": "Parts of two files may have been mixed. Ask the sender for the file again.",
    "control-number-reused": "Compare it with the other of that number: it may be sent twice.",
    "leading-bytes": "Remove nothing: what stands before the envelope is kept, and not read.",
    "unknown-transaction": "Nothing here reads this kind of message. Ask the sender what it is for.",
    "claim-out-of-balance": "Ask the payer for a corrected remittance; do not post this claim as it is.",
    "line-out-of-balance": "Ask the payer for a corrected remittance; do not post this line as it is.",
    "payment-out-of-balance": "Compare it with the deposit, and ask the payer before anything is posted.",
    "balance-unknown": "Ask the payer for a corrected remittance.",
    "charges-differ": "Ask the payer which charges it means before anything is posted.",
    "negative-payment": "No payment can be less than nothing: ask the payer.",
    "no-transaction": "Ask the sender: the envelope came empty.",
}
_OF_FILES = (
    (
        "HTML page",
        "A web page was saved in place of the file. Sign in to the portal again, and download the file itself.",
    ),
    ("PDF", "Open it as a document. If it is a payer's letter, add it to the patient's documents."),
    ("ZIP", "Unpack it, and drop the file inside."),
    ("gzip", "Unpack it, and drop the file inside."),
    ("PGP", "It must be decrypted first, by whoever set up the exchange with the sender."),
    ("UTF-16", "Save it as plain text (UTF-8), and drop it again."),
    ("HL7", "It is a message between clinical systems; payers do not read it."),
)
_OTHERWISE = "Ask the sender for the X12 file: it begins with the letters ISA."


def advice(finding: Finding) -> str:
    """A sentence; "" where nothing can be said in general."""
    if finding.code == "not-x12":
        return next((words for name, words in _OF_FILES if name in finding.message), _OTHERWISE)
    return _ADVICE.get(finding.code, "")
