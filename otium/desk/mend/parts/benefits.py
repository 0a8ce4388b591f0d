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
    BenefitKind.COPAY,
    BenefitKind.COINSURANCE,
    BenefitKind.DEDUCTIBLE,
    BenefitKind.DEDUCTIBLE_REMAINING,
    BenefitKind.OUT_OF_POCKET,
    BenefitKind.OUT_OF_POCKET_REMAINING,
)
FLAG = BenefitKind.AUTHORIZATION_REQUIRED
VISITS = (BenefitKind.VISIT_LIMIT, BenefitKind.VISITS_USED, BenefitKind.VISITS_REMAINING)


class Benefits:
    """`limit_period` and `pooled_with` belong to the visit limit and what is counted against it."""

    names = ("answered_on", *(kind.value for kind in AMOUNTS), FLAG.value, "limit_period", "pooled_with")

    def load(self, row: Any) -> Values:
        from_row = {b.kind: b for b in self._rows(row)}
        values: Values = {kind.value: _amount(from_row.get(kind.value)) for kind in AMOUNTS}
        flag, limit = from_row.get(FLAG.value), from_row.get(BenefitKind.VISIT_LIMIT.value)
        visits = limit or from_row.get(BenefitKind.VISITS_REMAINING.value)
        return values | {
            "answered_on": self._day(row),
            FLAG.value: flag.flag if flag else None,
            "limit_period": limit.period if limit else "",
            "pooled_with": list(visits.pooled_with) if visits else [],
        }

    def save(self, row: Any, values: Values, said: dict[str, Any]) -> None:
        from_row = {b.kind: b for b in self._rows(row)}
        for kind in (*AMOUNTS, FLAG):
            stated = values.get(kind.value)
            known = from_row.get(kind.value)
            if known is not None or stated is not None:
                self._write(row, kind, known, values, said)

    def _write(self, row: Any, kind: BenefitKind, known: Benefit | None, values: Values, said: dict[str, Any]) -> None:
        columns: Values = {"amount": None, "flag": None, "period": "", "pooled_with": []}
        columns["flag" if kind is FLAG else "amount"] = values[kind.value]
        if kind in VISITS:
            columns["pooled_with"] = list(values.get("pooled_with") or [])
            columns["period"] = values.get("limit_period") or "" if kind is BenefitKind.VISIT_LIMIT else ""
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


def _amount(benefit: Benefit | None) -> Any:
    return None if benefit is None or benefit.amount is None else benefit.amount.normalize()
