"""What may be chosen in the forms of the calendar: (id, words) of each, read when it is drawn or looked through."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otium.desk.mend.rows import choices
from otium.records.models import Equipment, Patient, Practice, Room, Therapist

ANY = "any"


class WhenDrawn:
    """Words, never empty, that are looked up when they are drawn. Django's own lazy ones are when a form is checked."""

    def __init__(self, words: Callable[[], str]) -> None:
        self._words = words

    def __str__(self) -> str:
        return self._words()


class OneOfThose(forms.ChoiceField):
    """An id, chosen from a list. The desk looks whether such a row is there: reading all to find one costs more."""

    def valid_value(self, value: str) -> bool:
        try:
            UUID(value)
        except ValueError:
            return False
        return True


def rooms(practice: Practice, on: date) -> list[tuple[str, str]]:
    in_use = Room.objects.filter(Q(ended_on=None) | Q(ended_on__gte=on), practice=practice).select_related("location")
    found = list(in_use.order_by("location__name", "name"))
    is_one_place = len({room.location_id for room in found}) == 1
    named = [(str(r.pk), r.name if is_one_place else f"{r.name}, {r.location.name}") for r in found]
    return [(ANY, _("Any that is free")), ("", _("No room")), *named]


def equipment(practice: Practice, on: date) -> list[tuple[str, str]]:
    in_use = Equipment.objects.filter(Q(ended_on=None) | Q(ended_on__gte=on), practice=practice)
    return [(str(key), name) for key, name in in_use.order_by("name", "id").values_list("pk", "name")]


def beside(practice: Practice, therapist: str) -> list[tuple[str, str]]:
    """Who may treat together with a therapist (an id, or empty), other disciplines first; the same is named as such.

    The therapist stands last: who was chosen above may change before the form is sent.
    """
    found = list(Therapist.objects.filter(practice=practice).order_by("name", "id"))
    own = next((t.discipline for t in found if str(t.pk) == therapist), None)
    forms_of = (
        "%(name)s, %(discipline)s",
        _("%(name)s, %(discipline)s: the same discipline"),
        _("%(name)s, %(discipline)s: chosen above"),
    )
    ranked = [(2 if str(t.pk) == therapist else int(t.discipline == own), t) for t in found]
    return [
        (str(t.pk), str(forms_of[rank]) % {"name": t.name, "discipline": t.discipline})
        for rank, t in sorted(ranked, key=lambda each: each[0])
    ]


def others(practice: Practice, patient_id: UUID) -> list[tuple[str, str]]:
    active = Patient.objects.filter(practice=practice, is_active=True).exclude(pk=patient_id)
    named = active.order_by("last_name", "first_name", "id").values_list("pk", "first_name", "last_name")
    return [(str(key), f"{last}, {first}") for key, first, last in named]


def rows(of: str, practice: Practice) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in choices(of, practice.pk, None)]


def only_location(practice: Practice) -> str:
    """The location of a practice that has one."""
    found = choices("location", practice.pk, None)
    return str(found[0][0]) if len(found) == 1 else ""
