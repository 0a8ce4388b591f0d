"""The services of an authorization: per code, per group of codes, or a pool of visits (no codes)."""

from typing import Any

from otium.desk.mend.table import Values
from otium.records.models import AuthorizationUse, AuthorizedService

COLUMNS = ("codes", "basis", "requested", "approved", "opening_used")


class Services:
    names = ("services",)

    def load(self, row: Any) -> Values:
        rows = AuthorizedService.objects.filter(practice_id=row.practice_id, authorization=row).order_by("id")
        return {"services": [{c: getattr(service, c) for c in COLUMNS} for service in _in_order(rows)]}

    def save(self, row: Any, values: Values, said: dict[str, Any]) -> None:
        """A line keeps the row of its codes, so that what visits use stays linked; settling counts anew after."""
        of_practice = AuthorizedService.objects.filter(practice_id=row.practice_id)
        free = list(of_practice.filter(authorization=row))
        for line in values["services"]:
            same = next((s for s in free if sorted(s.codes) == sorted(line.get("codes") or [])), None)
            if same is not None:
                free.remove(same)
            service = same or AuthorizedService(practice_id=row.practice_id, authorization=row)
            _fill(service, line)
            service.save()
        gone = [service.pk for service in free]
        AuthorizationUse.objects.filter(practice_id=row.practice_id, service_id__in=gone).delete()
        of_practice.filter(pk__in=gone).delete()


def _in_order(rows: Any) -> list[AuthorizedService]:
    """By codes, the pool last: ids are random, so they tell no order."""
    return sorted(rows, key=lambda service: (not service.codes, service.codes, str(service.pk)))


def _fill(service: AuthorizedService, line: Values) -> None:
    service.codes = list(line.get("codes") or [])
    service.basis = line["basis"]
    service.requested, service.approved = line.get("requested"), line.get("approved")
    service.opening_used = line["opening_used"]
