"""What is read is what was written, sample by sample; published examples read, and what they lack is named."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from x12sdk.io import X12ModelReader

from otium.terms.claim import ClaimBatch
from otium.terms.x12 import Severity
from otium.wires.x12 import t837p
from otium.wires.x12.read import read
from otium.wires.x12.writing import wrap
from tests.wires.x12.judges import pyx12_errors
from tests.wires.x12.messages import SAMPLES, SHARED

from .cases import CASES
from .claims import ENVELOPE, PROFILE
from .made import BATCHES

THEIRS = sorted((SHARED / "837p").glob("*")) if SHARED.exists() else []
# What the published examples truly lack. pyx12 looks at none of it: it counts no check digit and knows no street.
LACKING = {
    "npi": "numbers made up without their check digit",
    "postal-code": "five digits for the billing provider, where the guide wants nine",
    "post-office-box": "a box as the billing provider's address, which the guide forbids",
}
# Three of the files say ':' in their ISA and write '>', so that no composite of theirs can be read.
OTHER_SEPARATOR = {"lfh-demo.example9.837", "lfh-demo.example11.837", "lfh-demo.example12.837"}
# x12sdk takes one 2310A a claim, where the guide takes a referring provider and a primary care provider.
TOO_MUCH_FOR_X12SDK = {"seldom"}
# These name no payer in 2330B, no qualifier in CLM05, or point to diagnosis "1.00": wrong for pyx12 too.
TRULY_WRONG = {
    "lfh-demo.example9.837": {"not-a-number", "too-long"},
    "lfh-demo.cob.example3.A.837": {"missing-segment"},
    "lfh-demo.ambulance.example5.837": {"missing"},
}


@pytest.mark.parametrize("name", CASES)
def test_each_sample_is_what_the_writer_gives_and_reads_back_as_it_was_meant(name):
    path = SAMPLES / f"837p_{name}.x12"
    data = wrap([t837p.write(CASES[name], profile=PROFILE)], ENVELOPE)

    result = read(path.read_bytes())

    assert data == path.read_bytes()
    assert result.of(ClaimBatch) == (CASES[name],)
    assert result.findings == ()


@pytest.mark.parametrize("name", CASES)
def test_pyx12_accepts_each_sample(name):
    assert pyx12_errors((SAMPLES / f"837p_{name}.x12").read_bytes()) == []


@pytest.mark.parametrize("name", sorted(CASES.keys() - TOO_MUCH_FOR_X12SDK))
def test_x12sdk_finds_the_same_claims(name):
    text = (SAMPLES / f"837p_{name}.x12").read_text().replace("\n", "")

    with X12ModelReader(text) as judge:
        (model,) = judge.models()

    found = [_claim(each) for each in _found(model.model_dump(), "clm_segment")]
    assert found == [(each.id, each.charge) for each in CASES[name].claims]


def _found(value, name: str) -> list:
    """Every value under this name, in order."""
    if isinstance(value, dict):
        own = [value[name]] if value.get(name) else []
        return own + [found for each in value.values() for found in _found(each, name)]
    return [found for each in value for found in _found(each, name)] if isinstance(value, list) else []


def _claim(segment: dict) -> tuple:
    return segment["patient_control_number"], segment["total_claim_charge_amount"]


@pytest.mark.parametrize("path", THEIRS, ids=lambda path: path.name)
def test_a_published_example_has_no_error_but_what_it_truly_lacks(path):
    data = path.read_bytes().replace(b"005010X222A2", b"005010X222A1")
    if path.name in OTHER_SEPARATOR:
        data = data.replace(b">", b":")

    result = read(data)

    errors = {each.code for each in result.findings if each.severity is Severity.ERROR}
    assert errors <= LACKING.keys() | TRULY_WRONG.get(path.name, set())
    assert result.of(ClaimBatch)[0].claims
    assert bool(pyx12_errors(data)) == (path.name in TRULY_WRONG)


# No shrinking: it takes minutes where each try takes a tenth of a second.
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(BATCHES)
def test_any_claim_reads_back_as_it_was_written_without_finding_and_pyx12_accepts_it(made):
    data = wrap([t837p.write(made, profile=PROFILE)], ENVELOPE)

    result = read(data)

    assert result.of(ClaimBatch) == (made,)
    assert result.findings == ()
    assert pyx12_errors(data) == []


def test_what_describes_a_party_nobody_expects_does_not_land_on_the_one_before_it():
    stranger = b"NM1*ZZ*2*STRANGER~\nN3*9 OTHER ST~\nN4*TAMPA*FL*336010001~\nREF*G2*Q~\nHL*2*"
    data = (SAMPLES / "837p_commercial.x12").read_bytes().replace(b"HL*2*", stranger)

    result = read(data)

    assert result.of(ClaimBatch)[0].claims == CASES["commercial"].claims
    assert [(each.code, each.segment) for each in result.findings] == [("unknown-segment", 15), ("wrong-count", 40)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("REF*6R*L1", "REF*6R*L1~REF*G1*OTHER**2U:PAYER2", "REF04"), ("UN*2***1~", "UN*2***1*****Y~", "SV112"),
        ("HI*ABK", "CRC*ZZ*Y*AV~HI*ABK", "CRC"), ("******CI~", "******CI~PAT*********Y~", "PAT09"),
        ("LX*2~", "AMT*T*1~LX*2~", "AMT"),
    ],
)  # fmt: skip
def test_what_the_terms_have_no_place_for_is_a_note(old, new, said):
    text = (SAMPLES / "837p_commercial.x12").read_text().replace("\n", "").replace(old, new)

    notes = [each.message for each in read(text.encode()).findings if each.code == "not-held"]

    assert notes == [f"{said} is kept in the file and not among the terms."]
