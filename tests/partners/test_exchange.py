"""A message comes in, and everything that follows comes out: judged by other people's readers and by own counts."""

import io
from datetime import timedelta

import oxedi
import pytest
from pyx12.params import params
from pyx12.x12n_document import x12n_document
from x12sdk.io import X12ModelReader

from partners.exchange import intake
from tests.partners.sent import Asked, Line, Sent, claim_file, inquiry, status_inquiry
from tests.partners.side import Side, only, segments, some
from tests.partners.test_wires import JUDGE_ERRORS


def for_x12sdk(text: str) -> str:
    for pattern, repair in JUDGE_ERRORS:
        text = pattern.sub(repair, text)
    return text


def models(text: str) -> int:
    with X12ModelReader(for_x12sdk(text)) as reader:
        return len(list(reader.models()))


def pyx12_accepts(text: str) -> bool:
    """pyx12 knows 835, 277CA and 999."""
    return bool(
        x12n_document(param=params(), src_file=io.StringIO(text), fd_997=io.StringIO(), fd_html=None, fd_xmldoc=None)
    )


def test_a_plain_claim_is_acknowledged_taken_and_paid(side: Side) -> None:
    side.send(claim_file(Sent(side.patient("NSH22"), side.clinic)))

    side.after()

    assert only(side.answers("999"), "AK9")[1:] == ["A", "1", "1", "1"]
    ack = side.answers("277ca")
    assert some(ack, "STC", "A2:20:PR")[0][3:5] == ["WQ", "100"]
    assert only(ack, "TRN", "2", "A1001")
    paid = side.answers("835")
    claim = only(paid, "CLP", "A1001")
    assert claim[2:6] == ["1", "100", "34.4", "31.6"]
    assert claim[7] == only(ack, "REF", "1K")[2]
    assert only(paid, "BPR")[2] == "34.4"


def test_what_comes_out_is_accepted_by_other_readers(side: Side) -> None:
    side.send(claim_file(Sent(side.patient("NSH22"), side.clinic), Sent(side.patient("CSB47"), side.clinic, "A2")))
    side.send(inquiry(side.clinic, Asked(side.patient("NSH22"))))
    side.after()
    side.send(status_inquiry(side.clinic, Asked(side.patient("NSH22"), more=("REF*EJ*A1001", "DTP*472*D8*20261120"))))
    side.after()

    assert [models(text) for kind in ("271", "277", "835") for text in side.mail(kind)] == [1, 1, 1, 1]
    assert all(pyx12_accepts(text) for kind in ("835", "277ca", "999") for text in side.mail(kind))
    assert [oxedi.parse(text.encode()).diagnostics for text in side.mail("835")] == [[], []]


def test_an_inquiry_is_answered_under_its_own_trace(side: Side) -> None:
    side.send(inquiry(side.clinic, Asked(side.patient("NSH22"), trace="OURS77")))

    side.after(timedelta(hours=1))

    answer = side.answers("271")
    assert only(answer, "TRN")[1:] == ["2", "OURS77", "9OTIUMTEST"]
    assert only(answer, "EB", "1", "", "30")
    assert side.mail("999")


def test_one_payload_id_is_answered_once(side: Side) -> None:
    content = claim_file(Sent(side.patient("NSH22"), side.clinic))
    side.send(content, payload_id="same.x12")
    side.send(content, payload_id="same.x12")

    side.after()

    assert [len(side.mail(kind)) for kind in ("999", "277ca", "835")] == [1, 1, 1]
    assert intake.received(side.exchange, "tidewater", "same.x12") is not None


def test_the_same_bytes_under_another_name_are_refused_by_a_ta1(side: Side) -> None:
    content = claim_file(Sent(side.patient("NSH22"), side.clinic))
    side.send(content)
    side.send(content)

    side.after()

    assert only(side.answers("ta1"), "TA1")[4:] == ["R", "025"]
    assert len(side.mail("835")) == 1


@pytest.mark.parametrize(("content", "why"), [(b"", "106"), (b"<html></html>", "106"), (b"ISA*00", "106")])
def test_what_is_no_x12_is_told_in_words(side: Side, content: bytes, why: str) -> None:
    side.send(content)

    side.after()

    (text,) = side.mail("letter")
    assert why in text
    assert not side.mail("999")


def test_a_ta1_comes_where_it_is_asked_for(side: Side) -> None:
    side.send(claim_file(Sent(side.patient("NSH22"), side.clinic), control=77, wants_ack=True))

    side.after()

    assert only(side.answers("ta1"), "TA1")[1:] == ["000000077", "261125", "0800", "A", "000"]


def test_a_claim_that_breaks_the_guide_is_rejected_in_the_999_and_goes_no_further(side: Side) -> None:
    side.send(claim_file(Sent(side.patient("NSH22"), side.clinic), drop="PER"))

    side.after()

    ack = side.answers("999")
    assert only(ack, "IK5")[1] == "R"
    assert some(ack, "IK3")
    assert not side.mail("277ca")
    assert not side.mail("835")


def test_a_wrong_count_rejects_the_transaction(side: Side) -> None:
    content = claim_file(Sent(side.patient("NSH22"), side.clinic)).replace(b"~SE*", b"~SE*9")
    side.send(content)

    side.after()

    assert only(side.answers("999"), "IK5")[1] == "R"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"member_id": "NSHTEST999999"}, "A3:33:IL"),
        ({"payer_id": "NOBODY"}, "A3:116"),
        ({"charge": "99"}, "A7:400"),
        ({"frequency": "7"}, "A6:464:PR"),
        ({"lines": (Line(pointer="2"),)}, "A7:477"),
    ],
)
def test_claims_that_cannot_be_adjudicated_are_rejected_by_a_277ca(
    side: Side, change: dict[str, object], status: str
) -> None:
    side.send(claim_file(Sent(side.patient("NSH22"), side.clinic).but(**change)))

    side.after()

    told = [s for s in side.answers("277ca") if s[0] == "STC" and s[3] == "U"]
    assert [s[1] for s in told] == [status]
    assert not side.mail("835")


def test_counts_agree_in_everything_that_leaves(side: Side) -> None:
    side.send(claim_file(Sent(side.patient("NSH22"), side.clinic), wants_ack=True))
    side.send(inquiry(side.clinic, Asked(side.patient("CSB47"))))
    side.after()

    for kind in ("999", "277ca", "271", "835"):
        for text in side.mail(kind):
            found = segments(text)
            (begins,), (ends,) = ([n for n, s in enumerate(found) if s[0] == tag] for tag in ("ST", "SE"))
            assert int(found[ends][1]) == ends - begins + 1
            assert found[-1][2] == found[0][13]


def test_a_second_reader_sees_the_same_claims(side: Side) -> None:
    patients = [side.patient(payer) for payer in ("NSH22", "EVG01", "MCRTST", "MCP88")]

    side.send(claim_file(*(Sent(patient, side.clinic, f"A{n}") for n, patient in enumerate(patients))))
    side.after()

    assert [row["note"] for row in side.exchange.store.rows("select note from parcel")] == [""]
