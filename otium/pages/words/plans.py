"""Words of the plans: kinds, states, why a visit goes where it goes, why one has no place."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from otium.terms.plans import Addition, Asking, Ban, PlanKind, PlanState

KINDS: dict[PlanKind, Any] = {
    PlanKind.REPAIR: _("Keep visits while a therapist is away"),
    PlanKind.WEEK: _("Book what plans of care ask for"),
    PlanKind.FILL: _("Fill free hours from the waitlist"),
    PlanKind.CHAIN: _("Make room for a standing hour"),
    PlanKind.WHAT_IF: _("What if we had one more"),
}
ABOUT: dict[PlanKind, Any] = {
    PlanKind.REPAIR: _("Somebody is sick or away. See which visits colleagues can take and which can move."),
    PlanKind.WEEK: _("Visits that plans of care ask for each week and nobody has booked yet."),
    PlanKind.FILL: _("Who waits for an evaluation or a weekly hour, put into hours that are free."),
    PlanKind.CHAIN: _("One family moves so that another can start. All agree, or nothing moves."),
    PlanKind.WHAT_IF: _("One more therapist, room or Saturday: who more would find a place. Changes nothing."),
}
STATES: dict[PlanState, tuple[str, Any]] = {
    PlanState.ASKED: ("unknown", _("Waiting")),
    PlanState.SOLVING: ("unknown", _("Being worked out")),
    PlanState.PROPOSED: ("risk", _("To decide")),
    PlanState.APPLIED: ("clear", _("In the calendar")),
    PlanState.REFUSED: ("unknown", _("Not wanted")),
    PlanState.STALE: ("risk", _("Out of date")),
    PlanState.FAILED: ("blocked", _("Not found")),
    PlanState.UNDONE: ("unknown", _("Taken back")),
}
ASKINGS: dict[Asking, tuple[str, Any]] = {
    Asking.OPEN: ("unknown", _("%(yes)d of %(all)d said yes so far. The others can answer until %(until)s.")),
    Asking.AGREED: ("clear", _("Everybody said yes. Put it into the calendar; then they are told.")),
    Asking.REFUSED: ("risk", _("One family said no, so nothing moves. Whoever had said yes was told.")),
    Asking.LAPSED: ("risk", _("Not all answered by %(until)s, so nothing moves. Whoever had said yes was told.")),
    Asking.CHANGED: ("risk", _("These hours are no longer free, so nothing moves. Whoever had said yes was told.")),
    Asking.STOPPED: ("unknown", _("Asking was stopped, so nothing moves. Whoever had said yes was told.")),
    Asking.SETTLED: ("clear", _("All said yes, and were told that it is sure.")),
}
ASKED: dict[Asking, tuple[str, Any]] = {
    Asking.OPEN: ("unknown", _("Families are asked")),
    Asking.AGREED: ("risk", _("All said yes: to decide")),
}
WHY: dict[str, Any] = {
    "same_hour": _("Same hour, another therapist"),
    "hour_of_another_day": _("The same hour on another day"),
    "makes_room": _("Makes room at this hour"),
    "stated_hours": _("Within the hours the family stated"),
    "same_day": _("Same day, near the usual hour"),
    "near_hour": _("Another day, near the usual hour"),
    "usual_hour": _("The usual day and hour"),
    "free_hour": _("A free hour; the family’s hours are not on file"),
}
LEFT: dict[str, Any] = {
    "no_window": _("No stretch of the hours the family can come is long enough."),
    "no_room": _("No room has all that it needs."),
    "no_therapist": _("No therapist who may give it works in the hours the family can come."),
    "no_team": _("Its therapists are never there at the same time."),
    "day_limit": _("It is longer than its therapists’ day."),
}
TAKEN = _("All %(places)d possible times are taken: %(by)s.")
TAKEN_BY: dict[str, Any] = {
    "patient": _("%(n)d by the family’s other visits"),
    "equipment": _("%(n)d by equipment"),
    "days apart": _("%(n)d by visits on the same day"),
    "therapists": _("%(n)d by the therapists’ other visits"),
    "day limit": _("%(n)d by the therapists’ day limit"),
    "rooms": _("%(n)d by rooms"),
}
BANS: dict[Ban, Any] = {
    Ban.TIME: _("Not at this time"),
    Ban.THERAPIST: _("Not with this therapist"),
    Ban.MOVE: _("This family stays"),
}
ADDITIONS: dict[Addition, Any] = {
    Addition.THERAPIST: _("One more therapist"),
    Addition.ROOM: _("One more room"),
    Addition.SATURDAY: _("Saturday mornings, 9 to 1, by everybody"),
}
FAILED: dict[str, Any] = {
    "pins_clash": _("The moves you kept do not go together. Let one of them go, and work it out again."),
    "broke_off": _("The work broke off. Nothing was changed. Work it out again."),
}
