"""What payers say when asked: benefits, where a claim stands, whether treatment is authorized."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from partners.world import World
from tests.partners.sent import Asked, Line, Sent, claim_file, inquiry, interchange, review_request, status_inquiry
from tests.partners.side import Segment, Side, only, segments, some

HOUR = timedelta(hours=1)
UM = "UM*HS*I*AD*11:B*****Y"
VISITS = "HSD*VS*12"
PERIOD = "DTP*AAH*RD8*20261201-20270131"
SERVICE = "SV1*HC:97530:GO**UN*24"


def told(side: Side, *asked: Asked) -> list[Segment]:
    side.send(inquiry(side.clinic, *asked))
    side.after(HOUR)
    return segments(side.mail("271")[-1])


REJECTS = [
    ({"member_id": "NSHTEST999999"}, "75"),
    ({"last": "Nobody"}, "73"),
    ({"born_on": date(1900, 1, 1)}, "71"),
    ({"more": ("DTP*291*D8*20241124", "EQ*30")}, "62"),
]


@pytest.mark.parametrize(("change", "reason"), REJECTS)
def test_who_cannot_be_told_of_is_rejected_with_the_reason(side: Side, change: dict[str, object], reason: str) -> None:
    found = told(side, Asked(side.patient("NSH22"), **change))

    assert only(found, "AAA")[1:] == ["N", "", reason, "C"]
    assert only(found, "TRN")[2] == "T1"
    assert not some(found, "EB")


def test_the_oldest_day_that_may_be_asked_about_is_answered(side: Side) -> None:
    found = told(side, Asked(side.patient("NSH22"), more=("DTP*291*D8*20241125", "EQ*30")))

    assert not some(found, "AAA")


def test_a_payer_that_is_not_there_is_told_at_its_own_level(side: Side) -> None:
    found = told(side, Asked(side.patient("NSH22"), payer_id="NOBODY"))

    assert only(found, "AAA")[1:] == ["Y", "", "T4", "R"]


def test_several_people_are_answered_each_under_their_own_trace(side: Side) -> None:
    same_payer = [e for e in side.world.episodes if e.coverage.payer.payer_id == "NSH22" and not e.scene][:3]

    found = told(side, *(Asked(e, trace=f"T{n}") for n, e in enumerate(same_payer)))

    assert [s[2] for s in some(found, "TRN")] == ["T0", "T1", "T2"]
    assert [s[9] for s in some(found, "NM1", "IL")] == [e.coverage.policy_number for e in same_payer]


def test_a_child_under_a_parents_plan_is_answered_in_the_dependents_loop(side: Side, worlds: dict[str, World]) -> None:
    side.world = worlds["juniper"]
    child = next(e for e in side.world.episodes if e.coverage.guardian_is_subscriber and e.coverage.payer.payer_id)

    found = told(side, Asked(child))

    assert only(found, "NM1", "03")[3] == child.patient.person.last.upper()
    assert some(found, "EB", "1")


def test_who_is_lost_or_no_longer_covered_in_the_files_is_so_here(side: Side) -> None:
    lost = next(e for e in side.world.episodes if any(a.reject for a in e.answers))
    ended = next(e for e in side.world.episodes if e.answers and not e.answers[-1].is_active and e not in (lost,))

    assert only(told(side, Asked(lost)), "AAA")[3] == "75"
    assert some(told(side, Asked(ended)), "EB", "6")


TOLD = [
    ("medicare_advantage_told", ["R", "IND", "30", "HN"]),
    ("medicare_secondary_told", ["R", "IND", "30", "12"]),
    ("qmb_told", ["1", "IND", "30", "QM"]),
    ("managed_care_told", ["MC", "IND", "30"]),
    ("spend_down_told", ["Y", "IND", "30", "", "", "34", "180"]),
    ("other_payer_told", ["R", "IND", "30", "C1"]),
]


@pytest.mark.parametrize(("scene", "line"), TOLD)
def test_what_the_files_tell_besides_is_told_when_asked(side: Side, scene: str, line: list[str]) -> None:
    patient = next(e for e in side.world.episodes if e.scene == scene)

    found = told(side, Asked(patient))

    assert line in [s[1 : 1 + len(line)] for s in some(found, "EB")]
    assert ("R" in line or "MC" in line) is bool(some(found, "LS", "2120"))


def test_two_remainders_of_one_limit_are_told_when_asked(side: Side) -> None:
    patient = next(e for e in side.world.episodes if e.scene == "limits_contradict")

    left = [s[10] for s in some(told(side, Asked(patient)), "EB", "F", "IND", "AD") if s[6] == "29"]

    assert {"3", "41"} <= set(left)


def test_a_paid_visit_counts_in_the_next_answer(side: Side) -> None:
    patient = side.patient("CSB47")
    days = {visit.on for visit in patient.visits}
    day = next(d for d in (date(2026, 11, 24) - timedelta(days=n) for n in range(9)) if d not in days)
    before = _left(told(side, Asked(patient)))
    side.send(claim_file(Sent(patient, side.clinic, lines=(Line(on=day), Line("97110", on=day)))))
    side.after()

    after = _left(told(side, Asked(patient)))

    assert after == before - 1


def _left(found: Sequence[Segment]) -> int:
    return int(next(s[10] for s in some(list(found), "EB", "F") if s[6] == "29"))


def standing(side: Side, *more: str) -> list[Segment]:
    side.send(status_inquiry(side.clinic, Asked(side.patient("NSH22"), trace="S1", more=more)))
    side.after(HOUR)
    return segments(side.mail("277")[-1])


def test_a_claim_is_pending_then_paid(side: Side) -> None:
    side.send(claim_file(Sent(side.patient("NSH22"), side.clinic)))
    side.after(HOUR)

    pending = standing(side, "REF*EJ*A1001", "DTP*472*D8*20261120")
    side.after()
    paid = standing(side, "REF*EJ*A1001", "DTP*472*D8*20261120")

    assert [only(found, "STC")[1] for found in (pending, paid)] == ["P1:20", "F1:65"]
    assert only(paid, "STC")[4:6] == ["100", "34.4"]
    assert only(paid, "STC")[9] == only(side.answers("835"), "TRN")[2]
    assert only(paid, "REF", "1K")[2] == only(side.answers("835"), "CLP")[7]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        (("REF*EJ*A1001",), "F1:65"),
        (("REF*EJ*A1002",), "D0:35"),
        (("DTP*472*D8*20261120",), "F1:65"),
        (("DTP*472*RD8*20261115-20261119",), "D0:35"),
        (("DTP*472*RD8*20261115-20261120",), "F1:65"),
    ],
)
def test_a_claim_is_found_by_number_or_by_its_days(side: Side, more: tuple[str, ...], status: str) -> None:
    side.send(claim_file(Sent(side.patient("NSH22"), side.clinic)))
    side.after()

    assert only(standing(side, *more), "STC")[1] == status


def test_records_that_are_wanted_show_in_the_status(side: Side) -> None:
    side.plan(claims={"commercial": {"documents": 1.0}})
    side.send(claim_file(Sent(side.patient("NSH22"), side.clinic)))
    side.after()

    assert only(standing(side, "REF*EJ*A1001"), "STC")[1] == "R4:294"
    assert only(side.answers("835"), "CAS")[1:] == ["CO", "252", "100"]


def review(side: Side, payer: str, *event: str, trace: str = "R1", services: Sequence[str] = ()) -> list[Segment]:
    side.send(review_request(side.clinic, side.patient(payer), *event, trace=trace, services=services))
    side.after(HOUR)
    return segments(side.mail("278")[-1])


def test_a_request_is_certified_under_a_new_number_that_pays_a_claim(side: Side) -> None:
    patient = side.patient("EVG01")
    found = review(side, "EVG01", UM, PERIOD, VISITS)
    review_number = only(found, "HCR")[2]
    side.clock.pass_by(timedelta(days=10))
    day = date(2026, 12, 3)

    made = Sent(patient, side.clinic, lines=(Line(on=day),), more=(f"REF*G1*{review_number}",))
    side.send(claim_file(made))
    side.after()

    assert only(found, "HCR")[1] == "A1"
    assert only(found, "HSD")[1:] == ["VS", "12"]
    assert only(found, "DTP", "007")[3] == "20261201-20270131"
    assert only(found, "TRN")[1:] == ["2", "R1", "9OTIUMTEST"]
    assert only(side.answers("835"), "CLP")[4] == "43"


@pytest.mark.parametrize(
    ("pattern", "visits"),
    [
        ("HSD*VS*12", "12"),
        ("HSD*VS*2*WK**35*6", "12"),
        ("HSD*VS*2*WK**34*2", "2"),
        ("HSD*VS*24", "24"),
        ("HSD*VS*25", "24"),
    ],
)
def test_visits_are_counted_over_weeks_and_cut_at_twice_the_usual(side: Side, pattern: str, visits: str) -> None:
    found = review(side, "EVG01", UM, PERIOD, pattern)

    assert only(found, "HSD")[2] == visits
    assert only(found, "HCR")[1] == ("A6" if pattern == "HSD*VS*25" else "A1")


def test_services_are_certified_each_with_their_units(side: Side) -> None:
    found = review(side, "EVG01", UM, PERIOD, VISITS, services=(SERVICE, "SV1*HC:97110:GO**UN*12"))

    assert [s[1] for s in some(found, "HCR")] == ["A1", "A1", "A1"]
    assert [s[1] for s in some(found, "SV1")] == ["HC:97530:GO", "HC:97110:GO"]


def test_a_payer_that_wants_none_says_so(side: Side) -> None:
    found = review(side, "NSH22", UM, PERIOD, VISITS)

    assert only(found, "HCR")[1:] == ["NA"]


@pytest.mark.parametrize(("shares", "action"), [({"denied": 1.0}, "A3"), ({"reduced": 1.0}, "A6"), ({}, "A1")])
def test_decisions_follow_the_scenario(side: Side, shares: dict[str, float], action: str) -> None:
    side.plan(authorizations=shares)

    found = review(side, "EVG01", UM, PERIOD, VISITS)

    assert only(found, "HCR")[1] == action


def test_a_pended_request_is_decided_later_under_its_trace(side: Side) -> None:
    side.plan(authorizations={"pended": 1.0})
    first = review(side, "EVG01", UM, PERIOD, VISITS, trace="R9")

    side.after()

    second = segments(side.mail("278")[-1])
    assert [only(found, "HCR")[1] for found in (first, second)] == ["A4", "A1"]
    assert only(second, "TRN")[2] == "R9"
    assert not some(first, "HSD")


def test_records_that_arrive_bring_the_decision_at_once(side: Side) -> None:
    side.plan(authorizations={"pended": 1.0})
    review(side, "EVG01", UM, PERIOD, VISITS, "PWK*08*EL***AC*ATT77")
    binary = "~ISA*SE*99~"
    body = ["BGN*02*B1*20261125", "NM1*PR*2*X*****PI*EVG01", "TRN*2*ATT77", f"BIN*{len(binary)}*{binary}"]

    side.send(interchange("PI", "275", "005010X211", [body], side.clinic))
    side.after(HOUR)
    side.after(HOUR)

    assert only(segments(side.mail("278")[-1]), "HCR")[1] == "A1"
    assert only(segments(side.mail("999")[-1]), "IK5")[1] == "A"


def test_a_cancelled_authorization_counts_no_more(side: Side) -> None:
    number = only(review(side, "EVG01", UM, PERIOD, VISITS), "HCR")[2]
    found = review(side, "EVG01", "UM*HS*3*AD*11:B*****Y", f"REF*BB*{number}", PERIOD, trace="R2")
    side.clock.pass_by(timedelta(days=10))

    made = Sent(side.patient("EVG01"), side.clinic, lines=(Line(on=date(2026, 12, 3)),), more=(f"REF*G1*{number}",))
    side.send(claim_file(made))
    side.after()

    assert only(found, "HCR")[1] == "C"
    assert only(side.answers("835"), "CAS")[1:3] == ["CO", "15"]


@pytest.mark.parametrize(("own", "action"), [("RR1", "C"), ("R1", "C"), ("RR9", "CT")])
def test_it_is_cancelled_under_our_own_number_where_none_was_given_yet(side: Side, own: str, action: str) -> None:
    review(side, "EVG01", UM, PERIOD, VISITS)

    found = review(side, "EVG01", "UM*HS*3*AD*11:B*****Y", f"REF*NT*{own}", PERIOD, trace="R2")

    left = side.exchange.store.rows("select 1 from authorization where payer_id = 'EVG01' and trace in ('R1', 'R2')")
    assert only(found, "HCR")[1] == action
    assert len(left) == (0 if action == "C" else 1)


def test_a_member_who_is_not_known_is_rejected_by_aaa(side: Side) -> None:
    lost = next(e for e in side.world.episodes if any(a.reject for a in e.answers))

    side.send(review_request(side.clinic, lost, UM, PERIOD, VISITS))
    side.after(HOUR)

    found = side.answers("278")
    assert only(found, "AAA")[3] == "75"
    assert not some(found, "HCR")


def records(side: Side, number: str, control: str = "ATT1") -> bytes:
    body = ["BGN*02*B1*20261125", "NM1*PR*2*X*****PI*NSH22", f"REF*EJ*{number}", f"TRN*2*{control}", "BIN*3*A~*"]
    return interchange("PI", "275", "005010X210", [body], side.clinic)


@pytest.mark.parametrize(("more", "carc"), [((), "252"), (("PWK*PN*EL***AC*ATT1",), "163")])
def test_records_that_were_wanted_get_the_claim_decided_anew(side: Side, more: tuple[str, ...], carc: str) -> None:
    side.plan(claims={"commercial": {"documents": 1.0}})
    side.send(claim_file(Sent(side.patient("NSH22"), side.clinic, more=more)))
    side.after()

    side.send(records(side, "A1001"))
    side.after()

    denied, paid = (segments(text) for text in side.mail("835"))
    assert only(denied, "CAS")[1:] == ["CO", carc, "100"]
    assert [(s[2], s[4]) for s in some(paid, "CLP")] == [("22", "0"), ("1", "34.4")]
    assert only(paid, "BPR")[2] == "34.4"


def test_records_that_came_with_the_claim_are_not_asked_for(side: Side) -> None:
    side.plan(claims={"commercial": {"documents": 1.0}})
    side.send(records(side, "A1001"))
    side.send(claim_file(Sent(side.patient("NSH22"), side.clinic, more=("PWK*PN*EL***AC*ATT1",))))

    side.after()

    assert only(side.answers("835"), "CLP")[4] == "34.4"


def test_an_authorization_that_only_a_278_told_of_is_known_here(side: Side) -> None:
    told_by_278 = [e for e in side.world.episodes if e.decisions and e.decisions[-1].number and not e.authorizations]

    known = {
        row["number"]: row["member_id"]
        for row in side.exchange.store.rows("select number, member_id from authorization")
    }

    assert told_by_278
    assert all(known[e.decisions[-1].number or ""] == e.coverage.policy_number for e in told_by_278)


@pytest.mark.parametrize("payer_id", ["NOBODY", "../../X"])
def test_a_payer_that_does_not_exist_names_no_file(side: Side, payer_id: str) -> None:
    patient = side.patient("NSH22")
    side.send(inquiry(side.clinic, Asked(patient, payer_id=payer_id)))
    side.send(status_inquiry(side.clinic, Asked(patient, payer_id=payer_id, more=("REF*EJ*A1",))))
    side.after()

    names = [row["name"] for row in side.exchange.store.rows("select name from mail")]
    assert len(names) == 4
    assert not any("NOBODY" in name or "/" in name for name in names)
    assert only(side.answers("277"), "STC")[1] == "D0:35"
