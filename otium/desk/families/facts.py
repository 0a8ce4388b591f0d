"""The facts that a notice tells, out of the reasons of its task: JSON, texts for days and dollars, null for unknown."""

from collections.abc import Callable, Iterable
from typing import Any

from otium.records.models import GoodFaithEstimate, Task
from otium.terms.duty import DutyKind
from otium.terms.family import NoticeAbout

Facts = dict[str, Any]
ABOUT = {
    DutyKind.TELL_BENEFIT_LIMIT.value: NoticeAbout.BENEFIT_LIMIT,
    DutyKind.TELL_THRESHOLD.value: NoticeAbout.THRESHOLD,
    DutyKind.GIVE_ABN.value: NoticeAbout.ABN,
    DutyKind.GIVE_ESTIMATE.value: NoticeAbout.ESTIMATE,
    DutyKind.TELL_DECISION.value: NoticeAbout.DECISION,
    DutyKind.TELL_ATTENDANCE.value: NoticeAbout.ATTENDANCE,
}
PLAYBOOKS = {  # of those that may leave by themselves; what is not named always waits for a person
    NoticeAbout.BENEFIT_LIMIT: "tell_family",
    NoticeAbout.THRESHOLD: "tell_family",
    NoticeAbout.ABN: "give_abn",
    NoticeAbout.ESTIMATE: "give_estimate",
    NoticeAbout.DECISION: "tell_family",
}


def facts_of(task: Task) -> Facts:
    """Raises KeyError for a task of another kind, and for one to give an estimate: see `of_estimate`."""
    reasons = {reason["code"]: reason for reason in task.why}
    return _READERS[ABOUT[task.kind]](task, reasons)


def of_estimate(draft: GoodFaithEstimate) -> Facts:
    """Which estimate is given, and what it says: `digest` changes when anything of it does."""
    return {
        "estimate_id": str(draft.pk),
        "version": draft.version,
        "digest": draft.digest,
        "starts_on": draft.starts_on.isoformat(),
        "ends_on": draft.ends_on.isoformat(),
        "total": f"{draft.total:.2f}",
        "visit_on": None,
    }


def answer_behind(task: Task) -> str | None:
    """The id of the payer's answer that a limit was read from; None for other tasks."""
    for reason in task.why:
        source = reason.get("source") or {}
        if reason["code"] in _LIMITS | _THRESHOLDS and source.get("kind") == "benefit_check":
            return str(source["id"])
    return None


_LIMITS = {"limit_reached", "limit_dollars_reached"}
_THRESHOLDS = {"threshold_visits", "threshold_dollars"}


def _limit(task: Task, reasons: dict[str, Any]) -> Facts:
    told = _params(reasons, _LIMITS)
    derived = _params(reasons, {"limit_derived"})
    return {
        "unit": "dollars" if "limit_dollars_reached" in reasons else "visits",
        "remaining": _text(told.get("remaining")),
        "limit": _text(derived.get("limit")),
        "answered_on": told.get("answered_on"),
        "visit_on": told.get("visit_on"),
        "beyond": task.at_risk.get("visits") or None,
        "each": _each(task),
        "pool": _pool(reasons),
        "is_soft": "limit_soft" in reasons,
    }


def _threshold(task: Task, reasons: dict[str, Any]) -> Facts:
    told = _params(reasons, _THRESHOLDS)
    booked = _params(reasons, {"threshold_booked"})
    return {
        "unit": "dollars" if "threshold_dollars" in reasons else "visits",
        "remaining": _text(told.get("remaining")),
        "limit": _text(told.get("limit")),
        "answered_on": told.get("answered_on"),
        "booked": booked.get("count"),
        "until_on": booked.get("until_on"),
        "pool": _pool(reasons),
    }


def _abn(task: Task, reasons: dict[str, Any]) -> Facts:
    """What is expected not to be paid, and what it would cost. The day of the first visit is read by `prepare`."""
    cost = _params(reasons, {"abn_cost_charge", "abn_cost_rate"})
    over = any(code.startswith(("threshold", "review", "kx")) for code in reasons)
    return {
        "visit_on": None,
        "visits": task.at_risk.get("visits") or None,
        "each": _text(cost.get("each")),
        "cost": _text(cost.get("cost")),
        "basis": "charge" if "abn_cost_charge" in reasons else "rate" if cost else None,
        "reason": "threshold" if over else "medical",
    }


def _decision(task: Task, reasons: dict[str, Any]) -> Facts:
    """What the plan decided, which booked visits it concerns, what the practice does about it and meanwhile."""
    cut, concerns = _params(reasons, {"request_reduced"}), _params(reasons, {"decision_concerns"})
    return {
        "outcome": "denied" if "request_denied" in reasons else "fewer",
        "asked": cut.get("requested"),
        "approved": cut.get("approved"),
        "basis": concerns.get("basis"),
        "decided_on": concerns.get("decided_on"),
        "visit_on": concerns.get("on"),
        "visits": concerns.get("count"),
        "until_on": concerns.get("until_on"),
        "step": _params(reasons, {"decision_next"}).get("step"),
        "care": _params(reasons, {"care_meanwhile"}).get("care"),
        "ask_by": _params(reasons, {"continuation_until", "continuation_over"}).get("on"),
        "is_over": "continuation_over" in reasons,
    }


def _attendance(task: Task, reasons: dict[str, Any]) -> Facts:
    """How many of the visits they came to, what the practice asks for, and when it wrote before."""
    below = _params(reasons, {"attendance_below"})
    return {
        "step": task.instance,
        **{name: below.get(name) for name in ("made", "counted", "weeks", "policy", "hours")},
        "told_on": _params(reasons, {"attendance_warned"}).get("told_on"),
    }


_READERS: dict[NoticeAbout, Callable[[Task, dict[str, Any]], Facts]] = {
    NoticeAbout.BENEFIT_LIMIT: _limit,
    NoticeAbout.THRESHOLD: _threshold,
    NoticeAbout.ABN: _abn,
    NoticeAbout.DECISION: _decision,
    NoticeAbout.ATTENDANCE: _attendance,
}


def _params(reasons: dict[str, Any], codes: Iterable[str]) -> dict[str, Any]:
    return next((reasons[code]["params"] for code in codes if code in reasons), {})


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _each(task: Task) -> str | None:
    """Dollars of one visit, where all visits have the same known price."""
    rates = task.at_risk.get("rates") or []
    return rates[0][0] if len(rates) == 1 and not task.at_risk.get("unpriced") else None


def _pool(reasons: dict[str, Any]) -> list[str]:
    """Other disciplines that draw on the limit."""
    named = _params(reasons, {"limit_pooled"}).get("disciplines") or ""
    return [each for each in named.split() if each != "OT"]
