"""What keeps a payer from being asked by wire, as facts of the task that wants its answer."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import verifying
from otium.desk.agenda import Place
from otium.pages import links
from otium.pages.staff.claims import lacks
from otium.pages.staff.desk.panel.facts import Fact
from otium.records.models import Coverage, Membership, Task
from otium.terms.duty import DutyKind

BY_PHONE = "not_electronic"  # the task's own reasons say so


def hindrances(
    task: Task, coverage: Coverage | None, place: Place, member: Membership | None, request: HttpRequest
) -> list[Fact]:
    """One a thing that is missing, with the page where it is entered; none for what a wire can ask."""
    if task.kind != DutyKind.VERIFY_COVERAGE or task.state != "open" or coverage is None:
        return []
    found = verifying.hindrances(coverage, place.on)
    if any(lack.code == BY_PHONE for lack in found.lacks):
        return []
    subjects = lacks.Subjects.of_coverage(coverage)
    told = [lacks.said(lack, subjects, request) for lack in found.lacks]
    facts = [Fact(_("Not asked by wire"), each.words, each.where, each.href) for each in told]
    if not found.has_road and not facts:
        href = reverse("connections")
        words = _("No connection takes questions to this payer now.")
        facts.append(Fact(_("Not asked by wire"), words, _("Connections"), href if links.is_open(href, member) else ""))
    return facts
