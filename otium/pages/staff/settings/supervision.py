"""What a practice's state asks of the supervision of assistants, and what the practice says instead."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from otium.desk.appointments.people import supervision_of
from otium.records.models import Practice

SHORT = {"inputmode": "numeric", "class": "short", "autocomplete": "off"}
YES_NO = (("", lazy("As the state has it")), ("yes", lazy("Yes, refuse without")), ("no", lazy("No")))
CERTAINTIES = {
    "verified": lazy("by your own word"),
    "knowledge": lazy("as commonly known"),
    "uncertain": lazy("uncertain: ask the board"),
}


class SupervisionForm(forms.Form):
    """Empty: as Otium ships it for the state."""

    on_site = forms.ChoiceField(label=lazy("Must a supervisor be there that day?"), choices=YES_NO, required=False)
    most_assistants = forms.IntegerField(
        label=lazy("Assistants of one supervisor at most"), required=False, min_value=1, max_value=20,
        widget=forms.TextInput(attrs=SHORT),
    )  # fmt: skip
    contact_days = forms.IntegerField(
        label=lazy("Days between their talks at most"), required=False, min_value=1, max_value=366,
        widget=forms.TextInput(attrs=SHORT),
    )  # fmt: skip
    prefix = "supervision"

    def __init__(self, data: Any = None, *, practice: Practice) -> None:
        own = practice.supervision
        yes_no = {True: "yes", False: "no", None: ""}[own.get("on_site")]
        super().__init__(data, initial={**own, "on_site": yes_no}, use_required_attribute=False)

    def chosen(self) -> dict[str, bool | int | None]:
        given = self.cleaned_data
        on_site = {"yes": True, "no": False}.get(given["on_site"])
        return {"on_site": on_site, **{name: given[name] for name in ("most_assistants", "contact_days")}}


def supervision_words(practice: Practice) -> str:
    """One sentence with its source and how sure it is; empty where nothing is known."""
    rule = supervision_of(practice)
    parts = [
        _("a supervisor is there") if rule.on_site else "",
        ngettext("one supervisor has %(n)d assistant at most", "one supervisor has %(n)d assistants at most",
                 rule.most_assistants) % {"n": rule.most_assistants} if rule.most_assistants else "",
        ngettext("they talk every day", "they talk at least every %(n)d days", rule.contact_days)
        % {"n": rule.contact_days} if rule.contact_days else "",
    ]  # fmt: skip
    if not any(parts):
        return ""
    said = {"parts": ", ".join(filter(None, parts)), "certainty": CERTAINTIES.get(rule.certainty, rule.certainty)}
    where = _("Your practice’s rule") if rule.source == "practice" else f"{practice.state}, {rule.source}"
    return f"{where}: {said['parts']} ({said['certainty']})."
