"""The forms of the calendar: book, move, cancel."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from otium.desk import clock
from otium.desk.appointments import Booking, Place, Scope, Slot, cobilling, kinds
from otium.desk.mend import Invalid
from otium.desk.mend.options import PATIENT_PLACES, VISIT_TYPES
from otium.pages import present
from otium.pages.fields import DayField
from otium.pages.staff.appointments import lists
from otium.pages.staff.appointments.held_forms import state_field
from otium.pages.staff.appointments.missed_forms import scope_field
from otium.pages.staff.records.widgets import Picked, Several
from otium.pages.time_of_day import TimeOfDayField
from otium.pages.words.held import CO_BILLINGS, payer_takes
from otium.records.models import Appointment, Practice

USUAL_MINUTES = 45
ALWAYS = 2  # any room, and none, stand in every list
BEGINS = frozenset(
    {"on", "visits", "kind", "minutes", "starts_at", "therapist", "every", "room", "location", "makes_up"}
)
EVERY = (("1", _("each week")), ("2", _("every second week")))
SHORT = {"inputmode": "numeric", "class": "short"}
MISSING_DAY = {"required": _("Enter a day.")}
MISSING_TIME = {"required": _("Enter a time.")}
CHOOSE = {"required": _("Choose one.")}
# Who else may treat follows the therapist at once; without JavaScript when the form is sent.
FOLLOWED = {
    "hx-get": "", "hx-trigger": "change", "hx-select": "#beside", "hx-target": "#beside", "hx-swap": "outerHTML",
    "hx-include": "[name=also_therapists]",
}  # fmt: skip


class SlotForm(forms.Form):
    """A time of one therapist. `take`, a free time the person chose, stands in for day and time.

    What may be chosen is read when it is first drawn or looked through: a booking that is kept draws nothing, and names
    few of it.
    """

    def __init__(self, data: Any = None, *, practice: Practice, on: date, **kwargs: Any) -> None:
        super().__init__(_with_taken(data, practice), use_required_attribute=False, **kwargs)
        self.fields["therapist"] = lists.OneOfThose(
            label=_("With"),
            choices=cache(lambda: [("", _("Choose")), *lists.rows("therapist", practice)]),
            error_messages=CHOOSE,
        )
        self.fields["on"] = DayField(on=on, label=_("Day"), error_messages=MISSING_DAY)
        self.fields["starts_at"] = TimeOfDayField(label=_("Time"), error_messages=MISSING_TIME)
        self.fields["minutes"] = forms.IntegerField(
            label=_("Minutes"), initial=USUAL_MINUTES, widget=forms.TextInput(attrs=SHORT)
        )
        self.fields["room"] = forms.ChoiceField(
            label=_("Room"), choices=cache(lambda: lists.rooms(practice, on)), required=False
        )
        self.fields["is_sure"] = forms.BooleanField(label=_("Book it anyway"), required=False)
        self.asks_to_be_sure = bool(data and data.get(self.add_prefix("is_sure")))
        self.is_checking = bool(data and data.get("check"))  # only look at what the visits would meet
        self.goes_anyway = bool(data and data.get("anyway"))  # although a limit fails

    @property
    def has_rooms(self) -> bool:
        return len(list(self.fields["room"].choices)) > ALWAYS

    def place(self) -> Place:
        chosen = self.cleaned_data["room"]
        return Place(None if chosen in ("", lists.ANY) else UUID(chosen), any_room=chosen == lists.ANY)

    def slot(self) -> Slot:
        given = self.cleaned_data
        return Slot(UUID(given["therapist"]), given["on"], given["starts_at"], given["minutes"] or 0)

    def tell(self, refused: Invalid) -> None:
        for problem in refused.problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.words)
        self.asks_to_be_sure = refused.is_only_warnings


class MoveForm(SlotForm):
    """Where a visit stands now, to be changed."""

    prefix = "move"

    def __init__(self, data: Any = None, *, practice: Practice, on: date, visit: Appointment) -> None:
        local = visit.starts_at.astimezone(clock.zone(practice))
        initial = {
            "therapist": str(visit.therapist_id or ""),
            "on": local.date(),
            "starts_at": local.time(),
            "minutes": int((visit.ends_at - visit.starts_at).total_seconds() // 60),
            "room": str(visit.room_id or ""),
        }
        super().__init__(data, practice=practice, on=on, initial=initial)
        self.fields["scope"] = scope_field(visit)

    @property
    def scope(self) -> Scope:
        return Scope(self.cleaned_data["scope"] or Scope.THIS)


class BookForm(SlotForm):
    """`given` are values of an address that the form begins with."""

    def __init__(
        self,
        data: Any = None,
        *,
        practice: Practice,
        on: date,
        patient_id: UUID,
        therapist_id: UUID | None = None,
        given: Mapping[str, str] | None = None,
    ) -> None:
        begins = {
            "therapist": str(therapist_id or ""),
            "room": lists.ANY,
            "location": lambda: lists.only_location(practice),
            "minutes": "",
        }
        begins |= {k: v for k, v in (given or {}).items() if k in BEGINS}
        super().__init__(data, practice=practice, on=on, initial=begins)
        self.practice = practice
        self.fields["therapist"].widget.attrs |= FOLLOWED
        self._add_visits(practice, on)
        self._add_shared(practice, on, patient_id, data.get("therapist", "") if data else begins["therapist"])
        shared = ("equipment", "also_therapists", "also_patients", "second_on")
        self.is_shared = bool(data) and any(any(data.getlist(name)) for name in shared)
        self._add_video()
        self._add_billing(practice, on, patient_id)
        self.fields["makes_up"] = forms.UUIDField(required=False, widget=forms.HiddenInput())
        self.fields["note"] = forms.CharField(
            label=_("Note"), required=False, max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"})
        )

    def _add_visits(self, practice: Practice, on: date) -> None:
        """What for, how long, how many and where."""
        self.fields["kind"] = forms.ChoiceField(label=_("What for"), choices=VISIT_TYPES)
        self.fields["minutes"].required = False
        self.fields["minutes"].help_text = _("Empty: as usual for what it is for")
        self.fields["second_on"] = DayField(
            on=on, label=_("Second day"), required=False, help_text=_("Of a capacity evaluation in two days, same hour")
        )
        self.fields["visits"] = forms.IntegerField(
            label=_("How many visits"), initial=1, help_text=_("More than one books a series: all of them or none"),
            widget=forms.TextInput(attrs=SHORT),
        )  # fmt: skip
        self.fields["every"] = forms.ChoiceField(label=_("How often"), choices=EVERY, required=False)
        self.fields["location"] = forms.ChoiceField(
            label=_("Location"),
            choices=cache(lambda: [("", _("Not said")), *lists.rows("location", practice)]),
            required=False,
        )

    def _add_shared(self, practice: Practice, on: date, patient_id: UUID, therapist: str) -> None:
        """What and who the session has besides one therapist and one patient."""
        self.fields["equipment"] = forms.MultipleChoiceField(
            label=_("Equipment"), choices=cache(lambda: lists.equipment(practice, on)), widget=Several, required=False
        )
        self.fields["also_therapists"] = forms.MultipleChoiceField(
            label=_("Co-treatment with"),
            choices=cache(lambda: lists.beside(practice, therapist)),
            widget=Several,
            required=False,
            help_text=_(
                "Who treats at the same time and bills a visit of their own. Other disciplines come first: two of one "
                "discipline cannot both bill the same minutes."
            ),
        )
        self.fields["also_patients"] = forms.MultipleChoiceField(
            label=_("A group with"),
            choices=cache(lambda: lists.others(practice, patient_id)),
            widget=Picked,
            required=False,
            help_text=_("Tick who comes too; each gets a visit of their own"),
        )

    def _add_video(self) -> None:
        self.fields["by_video"] = forms.BooleanField(label=_("This visit is by video"), required=False)
        self.fields["patient_place"] = forms.ChoiceField(
            label=_("Where the patient is then"), choices=[("", _("Not said yet")), *PATIENT_PLACES], required=False
        )
        self.fields["patient_state"] = state_field()

    def _add_billing(self, practice: Practice, on: date, patient_id: UUID) -> None:
        """Asked where somebody else treats at the same time; what the payer takes is said."""
        takes: Any = lists.WhenDrawn(lambda: payer_takes(cobilling.payer_rules(patient_id, practice, on)))
        self.fields["co_billing"] = forms.ChoiceField(
            label=_("Who bills a co-treatment"),
            choices=[("", _("Choose")), *CO_BILLINGS.items()],
            required=False,
            help_text=takes,
        )

    @property
    def has_equipment(self) -> bool:
        return bool(list(self.fields["equipment"].choices))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        others = [t for t in given.get("also_therapists", ()) if t != given.get("therapist")]
        if given.get("also_therapists") and not others:
            self.add_error("also_therapists", _("Choose somebody other than the therapist above."))
        if others and not given.get("co_billing"):
            self.add_error("co_billing", _("Say who bills which minutes: the payer pays them once, unless it said so."))
        return given

    def booking(self, patient_id: UUID) -> Booking:
        given = self.cleaned_data
        minutes = given["minutes"] or kinds.rule_of(given["kind"], self.practice).minutes
        return Booking(
            patient_id=patient_id,
            slot=replace(self.slot(), minutes=minutes),
            second_on=given["second_on"],
            kind=given["kind"],
            location_id=UUID(given["location"]) if given["location"] else None,
            note=given["note"],
            visits=given["visits"],
            interval_weeks=int(given["every"] or 1),
            is_sure=given["is_sure"],
            also_patients=tuple(map(UUID, given["also_patients"])),
            also_therapists=tuple(UUID(t) for t in given["also_therapists"] if t != given["therapist"]),
            room_id=self.place().room_id,
            any_room=self.place().any_room,
            equipment=tuple(map(UUID, given["equipment"])),
            is_telehealth=given["by_video"],
            patient_place=given["patient_place"],
            patient_state=given["patient_state"].upper(),
            co_billing=given["co_billing"],
            makes_up_id=given["makes_up"],
        )


def _with_taken(data: Any, practice: Practice) -> Any:
    """The data with day and time of a free time that was chosen by its button."""
    if data is None or not data.get("take"):
        return data
    try:
        chosen = datetime.fromisoformat(data["take"]).astimezone(clock.zone(practice))
    except (ValueError, OverflowError):
        return data
    changed = data.copy()
    prefix = "move-" if "move-on" in data else ""
    changed[f"{prefix}on"] = present.full_day(chosen.date())
    changed[f"{prefix}starts_at"] = present.hour(chosen)
    return changed
