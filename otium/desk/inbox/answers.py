"""Apply a 271: one BenefitCheck with its benefits, each field with its provenance."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from otium.desk import clock, history
from otium.desk.actor import Actor
from otium.desk.inbox.outcome import Applied
from otium.records.models import Benefit, BenefitCheck, Coverage, InboundFile, Practice
from otium.terms.coverage import BenefitKind, CheckStatus
from otium.terms.eligibility_answer import EligibilityAnswer, TherapyBenefit, TherapyBenefitKind
from otium.terms.x12 import DateSpan
from otium.wires.x12.therapy import therapy_benefits

NOON = time(12)
OPEN_ENDED_YEAR = 2100  # payers write 9999-12-31 for "no end"
PLAN_END = ("347", "357", "291", "307")  # DTP01: plan end, eligibility end, plan period, eligibility period
PLAN_START = ("346", "356", "291", "307")

# Where the wire tells more kinds than the desk keeps: the rest stays in the raw answer, one click away.
KINDS = {kind: BenefitKind(kind.value) for kind in TherapyBenefitKind if kind.value in set(BenefitKind)} | {
    TherapyBenefitKind.MEDICARE_USED: BenefitKind.DOLLARS_USED,
}
PERIODS = {
    "22": "service_year", "23": "calendar_year", "24": "year_to_date", "25": "contract", "26": "episode",
    "27": "visit", "29": "remaining", "32": "lifetime", "33": "lifetime_remaining", "34": "month", "35": "week",
}  # fmt: skip


def apply(
    practice: Practice, file: InboundFile, answer: EligibilityAnswer, coverage: Coverage, *, by: Actor, at: datetime
) -> Applied:
    """Write the answer about this coverage, unless its trace is on file already."""
    trace = trace_of(answer)
    same = list(BenefitCheck.objects.filter(practice=practice, coverage=coverage, trace=trace)) if trace else []
    if _is_on_file(answer, same):
        return Applied("nothing_new", "271", answer.segment, "trace_on_file", coverage.patient_id)
    check = _check(practice, file, answer, coverage, trace, at)
    if same:  # refused before: of two on one day the answer is the later
        check.answered_at = max(check.answered_at, *(each.answered_at + timedelta(seconds=1) for each in same))
    check.save(force_insert=True)
    Benefit.objects.bulk_create(_benefits(practice, file, check, answer))
    history.record(check, "answered", by=by, at=at, after={"status": check.status, "channel": "x12"})
    says = {"status": check.status, "reject": check.reject_code}
    return Applied("applied", "271", answer.segment, "", coverage.patient_id, "benefitcheck", check.pk, says)


def _is_on_file(answer: EligibilityAnswer, same: Sequence[BenefitCheck]) -> bool:
    """A question that was refused, and is sent anew, gets its answer under the same trace; in any order it counts."""
    codes = {each.reject_code for each in same if each.status == CheckStatus.REJECTED}
    is_answered = any(each.status != CheckStatus.REJECTED for each in same)
    is_refusal = status_of(answer) is CheckStatus.REJECTED
    return is_answered or (is_refusal and answer.rejects[0].code in codes)


def trace_of(answer: EligibilityAnswer) -> str:
    """Our own number come back, else the payer's, else its transaction reference: what makes the answer this one."""
    ours = [t.number for t in answer.traces if t.is_ours]
    theirs = [t.number for t in answer.traces if not t.is_ours]
    if ours or theirs:
        return (ours or theirs)[0]
    return answer.reference or ""


def _check(
    practice: Practice, file: InboundFile, answer: EligibilityAnswer, coverage: Coverage, trace: str, at: datetime
) -> BenefitCheck:
    reject = answer.rejects[0] if answer.rejects else None
    ends_on = _day(answer.dates, PLAN_END, is_end=True)
    place = f"{answer.loop} from segment {answer.segment}"
    said = {"channel": "x12", "place": place, "at": at.isoformat(), "file": str(file.pk)}
    return BenefitCheck(
        practice=practice,
        coverage=coverage,
        patient_id=coverage.patient_id,
        status=status_of(answer).value,
        answered_at=_answered_at(answer, practice, at),
        service_on=_day(answer.dates, ("291", "472", "307"), is_end=False),
        coverage_starts_on=_day(answer.dates, PLAN_START, is_end=False),
        coverage_ends_on=ends_on,
        reject_code=reject.code if reject else "",
        follow_up=(reject.follow_up_code or "") if reject else "",
        plan_name=next((b.stated.plan_name for b in answer.benefits if b.stated.plan_name), ""),
        channel="x12",
        trace=trace,
        provenance={"status": said, "coverage_ends_on": said, "plan_name": said},
        inbound_file=file,
    )


def status_of(answer: EligibilityAnswer) -> CheckStatus:
    """Active or inactive as stated; rejected when the payer did not answer; else unknown."""
    if answer.is_active is not None:
        return CheckStatus.ACTIVE if answer.is_active else CheckStatus.INACTIVE
    return CheckStatus.REJECTED if answer.rejects else CheckStatus.UNKNOWN


def _answered_at(answer: EligibilityAnswer, practice: Practice, at: datetime) -> datetime:
    """When the payer answered: noon of the day it states, or now when that is today, ahead, or not stated."""
    stated = answer.answered_on
    if stated is None or stated >= clock.day(at, practice):
        return at
    return clock.instant(stated, NOON, practice)


def _day(dates: tuple[DateSpan, ...], qualifiers: tuple[str, ...], *, is_end: bool) -> date | None:
    """The first of these dates that is stated. An end needs a range, or a qualifier that means an end by itself."""
    for qualifier in qualifiers:
        for span in dates:
            if span.qualifier == qualifier:
                day = _end(span) if is_end else span.start_on
                if day is not None and day.year < OPEN_ENDED_YEAR:
                    return day
    return None


def _end(span: DateSpan) -> date | None:
    return span.end_on or (span.start_on if span.qualifier in ("347", "357") else None)


def _benefits(practice: Practice, file: InboundFile, check: BenefitCheck, answer: EligibilityAnswer) -> list[Benefit]:
    return [
        _benefit(practice, file, check, benefit)
        for benefit in therapy_benefits(answer)
        if benefit.kind in KINDS and not (benefit.kind.value.startswith("visit") and benefit.unit not in (None, "VS"))
    ]


def _benefit(practice: Practice, file: InboundFile, check: BenefitCheck, benefit: TherapyBenefit) -> Benefit:
    place = "EB segment " + ", ".join(map(str, benefit.segments))
    provenance: dict[str, Any] = {"channel": "x12", "place": place, "file": str(file.pk)}
    if benefit.is_ambiguous:
        provenance["ambiguous"] = True
    return Benefit(
        practice=practice,
        check_row=check,
        kind=KINDS[benefit.kind].value,
        amount=_amount(benefit.amount),
        flag=benefit.is_true,
        text=(benefit.party.name or "") if benefit.party else "",
        period=PERIODS.get(benefit.period or "", benefit.period or ""),
        pooled_with=[s for s in benefit.services if s != "OT"],
        level=benefit.level or "",
        in_network={"Y": True, "N": False}.get(benefit.network.value) if benefit.network else None,
        is_derived=benefit.is_derived,
        provenance={"value": provenance},
    )


def _amount(amount: Decimal | None) -> Decimal | None:
    """As stated, to the four places that are kept; a payer's finer number is refused rather than rounded."""
    if amount is not None and amount != amount.quantize(Decimal("0.0001")):
        return None
    return amount
