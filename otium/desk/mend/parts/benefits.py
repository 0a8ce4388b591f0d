"""The benefits of an answer, one row each with its own provenance, shown as fields of one form."""

from typing import Any

from otium.desk import clock
from otium.desk.mend.table import Values
from otium.records.models import Benefit, BenefitCheck
from otium.terms.coverage import BenefitKind

AMOUNTS = (
    BenefitKind.VISIT_LIMIT,
    BenefitKind.VISITS_USED,
    BenefitKind.VISITS_REMAINING,
    BenefitKind.DOLLAR_LIMIT,
    BenefitKind.DOLLARS_USED,
    BenefitKind.DOLLARS_REMAINING,
    BenefitKind.COPAY,
    BenefitKind.COINSURANCE,
    BenefitKind.DEDUCTIBLE,
    BenefitKind.DEDUCTIBLE_REMAINING,
    BenefitKind.OUT_OF_POCKET,
    BenefitKind.OUT_OF_POCKET_REMAINING,
    BenefitKind.SPEND_DOWN,
)
FLAGS = (
    BenefitKind.COVERED,
    BenefitKind.AUTHORIZATION_REQUIRED,
    BenefitKind.REFERRAL_REQUIRED,
    BenefitKind.TELEHEALTH,
    BenefitKind.QMB,
)
TEXTS = (
    BenefitKind.AUTHORIZATION_ROAD,
    BenefitKind.CLAIMS_ADDRESS,
    BenefitKind.OTHER_PAYER,
    BenefitKind.MANAGED_CARE,
    BenefitKind.MEDICARE_SECONDARY,
)
VISITS = (BenefitKind.VISIT_LIMIT, BenefitKind.VISITS_USED, BenefitKind.VISITS_REMAINING)
NO_LIMIT = "no_visit_limit"  # the payer said that there is none: a visit limit whose flag is False


class Benefits:
    """`limit_period` and `pooled_with` belong to the visit limit and what is counted against it."""

    names = (
        "answered_on",
        *(kind.value for kind in (*AMOUNTS, *FLAGS, *TEXTS)),
        NO_LIMIT,
        "limit_period",
        "pooled_with",
    )

    def load(self, row: Any) -> Values:
        from_row = {b.kind: b for b in self._rows(row)}
        values: Values = {kind.value: _amount(from_row.get(kind.value)) for kind in AMOUNTS}
        values |= {kind.value: b.flag if (b := from_row.get(kind.value)) else None for kind in FLAGS}
        values |= {kind.value: b.text if (b := from_row.get(kind.value)) else "" for kind in TEXTS}
        limit = from_row.get(BenefitKind.VISIT_LIMIT.value)
        visits = limit or from_row.get(BenefitKind.VISITS_REMAINING.value)
        return values | {
            "answered_on": self._day(row),
            NO_LIMIT: limit is not None and limit.flag is False,
            "limit_period": limit.period if limit else "",
            "pooled_with": list(visits.pooled_with) if visits else [],
        }

    def save(self, row: Any, values: Values, said: dict[str, Any]) -> None:
        from_row = {b.kind: b for b in self._rows(row)}
        for kind in (*AMOUNTS, *FLAGS, *TEXTS):
            known, columns = from_row.get(kind.value), _columns(kind, values)
            if known is not None or any(columns[name] not in (None, "") for name in ("amount", "flag", "text")):
                self._write(row, kind, known, columns, said)

    def _write(self, row: Any, kind: BenefitKind, known: Benefit | None, columns: Values, said: dict[str, Any]) -> None:
        if known is not None and all(getattr(known, name) == value for name, value in columns.items()):
            return
        benefit = known or Benefit(practice_id=row.practice_id, check_row=row, kind=kind.value)
        for name, value in columns.items():
            setattr(benefit, name, value)
        benefit.provenance = {"value": said}
        benefit.save()

    def _rows(self, row: BenefitCheck) -> list[Benefit]:
        return list(Benefit.objects.filter(practice_id=row.practice_id, check_row=row).order_by("id"))

    def _day(self, row: BenefitCheck) -> Any:
        return clock.day(row.answered_at, row.practice)


def _columns(kind: BenefitKind, values: Values) -> Values:
    columns: Values = {"amount": None, "flag": None, "text": "", "period": "", "pooled_with": []}
    if kind in AMOUNTS:
        columns["amount"] = values.get(kind.value)
    elif kind in FLAGS:
        columns["flag"] = values.get(kind.value)
    else:
        columns["text"] = values.get(kind.value) or ""
    if kind is BenefitKind.VISIT_LIMIT and values.get(NO_LIMIT):
        columns["flag"] = False
    if kind in VISITS:
        columns["pooled_with"] = list(values.get("pooled_with") or [])
        columns["period"] = values.get("limit_period") or "" if kind is BenefitKind.VISIT_LIMIT else ""
    return columns


def _amount(benefit: Benefit | None) -> Any:
    return None if benefit is None or benefit.amount is None else benefit.amount.normalize()
