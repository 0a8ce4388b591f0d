"""Finds each planted trouble again, from the tables and the messages alone.

One function a kind: it asserts what the files must say, and gives the day that follows from them, or None.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from tests.partners.folder import Folder, Row, Transaction, day

DAY = timedelta(days=1)
OPEN_ENDED = date.max
THRESHOLDS = {2026: Decimal(2480), 2027: Decimal(2480)}


def row_days(row: Row, first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(row[first]), date.fromisoformat(row[last])


def first_without(practice: Folder, patient: str, *, holds: int, first: date, last: date = OPEN_ENDED) -> date | None:
    """The first booked visit that so many visits of that period no longer hold."""
    left = holds - sum(first <= made <= last for made in practice.visit_days(patient))
    for booked in practice.booked(patient):
        left -= first <= booked <= last
        if left < 0 or not first <= booked <= last:
            return booked
    return None


def by_extract(practice: Folder, patient: str) -> date | None:
    (row,) = practice.authorizations(patient)
    first, last = row_days(row, "auth_start_date", "auth_end_date")
    return first_without(practice, patient, holds=int(row["visit_authorized_for"]), first=first, last=last)


def by_extract_while(action: str) -> Callable[[Folder, str], date | None]:
    """The extract's row counts because the 278 approved nothing."""

    def check(practice: Folder, patient: str) -> date | None:
        (decision,) = practice.decisions_of(patient)
        assert decision.all("HCR")[0][1] == action
        assert not decision.all("HSD")
        return by_extract(practice, patient)

    return check


def by_late_entry(practice: Folder, patient: str) -> date | None:
    (row,) = practice.authorizations(patient)
    before = [d for d in practice.visit_days(patient) if row["auth_start_date"] <= d.isoformat() < row["modified_date"]]
    assert len(before) >= 2
    return by_extract(practice, patient)


def at_the_end_unused(practice: Folder, patient: str) -> date | None:
    (row,) = practice.authorizations(patient)
    first, last = row_days(row, "auth_start_date", "auth_end_date")
    used = [d for d in practice.visit_days(patient) + practice.booked(patient) if first <= d <= last]
    assert len(used) + 3 <= int(row["visit_authorized_for"])
    return last


def without_day_overlapping(practice: Folder, patient: str) -> None:
    one, other = practice.authorizations(patient)
    assert one["authorization_status"] == other["authorization_status"] == "A"
    assert one["auth_start_date"] < practice.on.isoformat() < one["auth_end_date"]
    assert other["auth_start_date"] < practice.on.isoformat() < other["auth_end_date"]


def period(decision: Transaction, code: str) -> tuple[date, date]:
    first, last = decision.all("DTP", code)[0][3].split("-")
    return day(first), day(last)


def without_day_late(practice: Folder, patient: str) -> None:
    (row,), (decision,) = practice.authorizations(patient), practice.decisions_of(patient)
    first, last = period(decision, "007")
    assert by_extract(practice, patient) is not None
    assert decision.all("HCR")[0][1] == "A1"
    assert decision.all("HCR")[0][2] != row["auth_number"]
    assert first < practice.on < date.fromisoformat(row["auth_end_date"])
    assert first_without(practice, patient, holds=int(decision.all("HSD")[0][2]), first=first, last=last) is None


def by_decision(action: str) -> Callable[[Folder, str], date | None]:
    def check(practice: Folder, patient: str) -> date | None:
        (decision,) = practice.decisions_of(patient)
        assert decision.all("HCR")[0][1] == action
        assert decision.all("HCR")[0][2] not in [row["auth_number"] for row in practice.authorizations(patient)]
        first, last = period(decision, "007")
        return first_without(practice, patient, holds=int(decision.all("HSD")[0][2]), first=first, last=last)

    return check


def by_units(practice: Folder, patient: str) -> date | None:
    (decision,) = practice.decisions_of(patient)
    assert practice.authorizations(patient) == []
    assert decision.all("SV1")[0] == ["SV1", "HC:97530:GO", "", "UN", "24"]
    assert {row["cpt_units"] for row in practice.visits(patient)[1:]} == {"97530:2;97535:1"}
    first, last = period(decision, "472")
    return first_without(practice, patient, holds=24 // 2, first=first, last=last)


def next_without_authorization(practice: Folder, patient: str) -> date:
    assert practice.authorizations(patient) == []
    assert practice.decisions_of(patient) == []
    assert practice.answers_of(patient)[-1].all("EB", "1", "IND", "AD")[0][11] == "Y"
    return practice.booked(patient)[0]


def by_extract_without_rate(practice: Folder, patient: str) -> date | None:
    assert practice.case(patient)["primary_ins_name"] not in {
        row["ins_name"] for row in practice.rows("expected_rates")
    }
    return by_extract(practice, patient)


def next_unanswered(practice: Folder, patient: str) -> date:
    assert practice.answers_of(patient) == []
    return practice.booked(patient)[0]


def next_truncated(practice: Folder, patient: str) -> date:
    (cut,) = [t for t in practice.answers if not t.is_whole]
    assert cut.member_id == practice.case(patient)["primary_policy_number"]
    assert not cut.file.read_text(encoding="ascii").rstrip().endswith("~")
    return next_unanswered(practice, patient)


def next_stale(practice: Folder, patient: str) -> date:
    assert practice.on - practice.answers_of(patient)[-1].on > 30 * DAY
    return practice.booked(patient)[0]


def next_stale_medicaid(practice: Folder, patient: str) -> date:
    answered_on = practice.answers_of(patient)[-1].on
    assert practice.case(patient)["primary_payer_type"] == "6"
    assert practice.on - 40 * DAY < answered_on < practice.on.replace(day=1)
    return practice.booked(patient)[0]


def next_inactive(practice: Folder, patient: str) -> date:
    answer = practice.answers_of(patient)[-1]
    assert answer.all("EB", "6")
    assert not answer.all("EB", "1")
    return practice.booked(patient)[0]


def next_not_found(practice: Folder, patient: str) -> date:
    (answer,) = practice.answers_of(patient)
    assert answer.all("AAA") == [["AAA", "N", "", "75", "C"]]
    return practice.booked(patient)[0]


def first_after(practice: Folder, patient: str, last: date) -> date:
    return next(booked for booked in practice.booked(patient) if booked > last)


def after_answers_end(practice: Folder, patient: str) -> date:
    return first_after(practice, patient, day(practice.answers_of(patient)[-1].all("DTP", "347")[0][3]))


def after_extracts_end(practice: Folder, patient: str) -> date:
    return first_after(practice, patient, date.fromisoformat(practice.case(patient)["primary_termination_date"]))


def over_limit(limit: int, service: str) -> Callable[[Folder, str], date | None]:
    def check(practice: Folder, patient: str) -> date | None:
        answer = practice.answers_of(patient)[-1]
        assert ["EB", "F", "IND", service, "", "", "23", "", "", "VS", str(limit)] in answer.segments
        (remaining,) = answer.all("EB", "F", "IND", service, "", "", "29")
        since, end = answer.on + DAY, date(answer.on.year, 12, 31)
        this_year = [booked for booked in practice.booked(patient) if booked <= end]
        over = first_without(practice, patient, holds=int(remaining[10]), first=since, last=end)
        return over if over in this_year else None

    return check


def thirty_days_after_start(practice: Folder, patient: str) -> date:
    case = practice.case(patient)
    assert case["poc_sent_date"] == case["poc_signed_date"] == ""
    assert practice.on < practice.visit_days(patient)[0] + 30 * DAY
    return practice.visit_days(patient)[0] + 30 * DAY


def at_plans_end(practice: Folder, patient: str) -> date:
    case = practice.case(patient)
    first, last = row_days(case, "poc_start_date", "poc_end_date")
    assert (first, last) == (practice.visit_days(patient)[0], first + 90 * DAY)
    assert practice.on < last < practice.booked(patient)[-1]
    assert case["poc_signed_date"]
    return last


def since_report(practice: Folder, patient: str) -> list[date]:
    types = [row["visit_type"] for row in practice.visits(patient)]
    last_report = len(types) - 1 - types[::-1].index("Progress Note")
    return practice.visit_days(patient)[last_report + 1 :]


def at_the_tenth_day(practice: Folder, patient: str) -> date:
    days = since_report(practice, patient)
    assert len(days) in (8, 10)
    return [*days, *practice.booked(patient)][9]


def at_the_threshold(practice: Folder, patient: str) -> date | None:
    year = practice.on.year
    settled = [
        Decimal(row["allowed_amount"]) for row in practice.visits(patient) if row["date_of_service"] >= f"{year}-01-01"
    ]
    (used,) = practice.answers_of(patient)[-1].all("EB", "D", "IND", "AD", "MB")
    assert sum(settled) <= Decimal(used[7])
    assert THRESHOLDS[year] - 60 <= Decimal(used[7]) < THRESHOLDS[year]
    return next((booked for booked in practice.booked(patient) if booked.year == year), None)


def next_without_referral(practice: Folder, patient: str) -> date:
    assert practice.case(patient)["referring_npi"] == ""
    return practice.booked(patient)[0]


def after_referral(practice: Folder, patient: str) -> date:
    return first_after(practice, patient, date.fromisoformat(practice.case(patient)["referral_expires"]))


def over_referral(practice: Folder, patient: str) -> date | None:
    case = practice.case(patient)
    referred_on = date.fromisoformat(case["referral_date"])
    return first_without(practice, patient, holds=int(case["referral_visits"]), first=referred_on)


def without_day_self_pay(practice: Folder, patient: str) -> None:
    case = practice.case(patient)
    assert (case["primary_payer_type"], case["primary_policy_number"]) == ("5", "")


def without_day_told(*start: str, names: str = "") -> Callable[[Folder, str], None]:
    """The newest answer has a line that begins so; `names` is the payer behind it."""

    def check(practice: Folder, patient: str) -> None:
        answer = practice.answers_of(patient)[-1]
        (line,) = answer.all("EB", *start)
        at = answer.segments.index(line)
        assert not names or answer.segments[at + 2][:4] == ["NM1", "PR", "2", names]

    return check


def without_day_two_limits(practice: Folder, patient: str) -> None:
    lines = [line for line in practice.answers_of(patient)[-1].all("EB", "F", "IND", "AD") if line[6] == "29"]
    assert len({line[10] for line in lines}) > 1


CHECKS: dict[str, Callable[[Folder, str], date | None]] = {
    "authorization_runs_out": by_extract,
    "authorization_ends_unused": at_the_end_unused,
    "renewal_late": by_extract,
    "authorizations_overlap": without_day_overlapping,
    "approval_late_overlaps": without_day_late,
    "decision_modified": by_decision("A6"),
    "decision_pended": by_extract_while("A4"),
    "decision_denied": by_extract_while("A3"),
    "visits_before_entry": by_late_entry,
    "authorization_by_units": by_units,
    "authorization_pooled": by_decision("A1"),
    "authorization_missing": next_without_authorization,
    "payer_without_rate": by_extract_without_rate,
    "eligibility_missing": next_unanswered,
    "eligibility_truncated": next_truncated,
    "eligibility_stale": next_stale,
    "eligibility_stale_medicaid": next_stale_medicaid,
    "coverage_inactive": next_inactive,
    "member_not_found": next_not_found,
    "coverage_ends_by_answer": after_answers_end,
    "coverage_ends_by_extract": after_extracts_end,
    "limit_hard": over_limit(30, "AD"),
    "limit_pooled": over_limit(60, "AD^PT^AF"),
    "self_pay_needs_none": without_day_self_pay,
    "plan_unsigned": thirty_days_after_start,
    "recertification_due": at_plans_end,
    "progress_soon": at_the_tenth_day,
    "progress_due": at_the_tenth_day,
    "threshold_near": at_the_threshold,
    "referral_missing": next_without_referral,
    "referral_expires": after_referral,
    "referral_visits_exceeded": over_referral,
    "medicare_advantage_told": without_day_told("R", "IND", "30", "HN", names="BAYLIGHT MEDICARE ADVANTAGE"),
    "medicare_secondary_told": without_day_told("R", "IND", "30", "12", names="NORTHSOUND HEALTH PLAN"),
    "qmb_told": without_day_told("1", "IND", "30", "QM"),
    "managed_care_told": without_day_told("MC", names="LARCH COMMUNITY CARE"),
    "spend_down_told": without_day_told("Y"),
    "other_payer_told": without_day_told("R", "IND", "30", "C1", names="LARCH VALLEY HEALTH PLAN"),
    "limits_contradict": without_day_two_limits,
}
