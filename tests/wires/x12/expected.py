"""What a sample must read as, in the form of the .json beside it: plain terms, empty fields left out."""

from otium.terms.auth_decision import AuthDecision
from otium.terms.eligibility_answer import EligibilityAnswer
from otium.wires.x12.as_json import Plain, plain
from otium.wires.x12.read import read
from otium.wires.x12.therapy import therapy_benefits


def summary(data: bytes) -> Plain:
    """Eligibility answers and decisions by name, what other transactions say under `terms` with its type."""
    result = read(data)
    others = [each for each in result.of(object) if not isinstance(each, EligibilityAnswer | AuthDecision)]
    return {
        **_filled({"acknowledgements": plain(result.acknowledgements)}),
        **({"terms": [{type(each).__name__: _filled(plain(each))} for each in others]} if others else {}),
        "kinds": [transaction.kind for transaction in result.transactions],
        "answers": [
            {**_filled(plain(answer)), "therapy": _filled(plain(therapy_benefits(answer)))} for answer in result.answers
        ],
        "decisions": _filled(plain(result.decisions)),
        "findings": [[each.severity.value, each.code, each.segment] for each in result.findings],
    }


def _filled(value):
    """Without fields that are None or empty: a sample's file shows only what the payer said."""
    if isinstance(value, dict):
        filled = {key: _filled(each) for key, each in value.items()}
        return {key: each for key, each in filled.items() if each not in (None, [], {})}
    return [_filled(each) for each in value] if isinstance(value, list) else value
