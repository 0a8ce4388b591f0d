"""Locations and therapists of a practice."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk.mend import checks, options
from otium.desk.mend.problems import Problem
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Words
from otium.desk.telehealth import links
from otium.desk.telehealth.links import LinkRefusedError
from otium.desk.telehealth.words import LINK_REFUSED
from otium.records import models
from otium.rules.schedule.people import is_assistant

T = FieldType
_STATE = re.compile(r"[A-Z]{2}")
_NPPES = lazy("Look it up in the NPI registry, nppes.cms.hhs.gov.")


def _one_therapist_a_person(draft: Draft) -> Iterator[Problem]:
    staff = draft.values.get("staff")
    same = models.Therapist.objects.filter(practice=draft.practice, staff_id=staff).exclude(pk=draft.key)
    if staff and same.exists():
        yield Problem("staff", _("This person signs in as another therapist already."))


def _video_link(draft: Draft) -> Iterator[Problem]:
    kind, url = draft.values.get("telehealth_kind") or "", draft.values.get("telehealth_url") or ""
    if bool(kind) != bool(url):
        name = "telehealth_url" if kind else "telehealth_kind"
        yield Problem(name, _("A room needs both: whose it is, and its link."))
    elif url:
        try:
            links.check(draft.practice, kind, url)
        except LinkRefusedError as refused:
            yield Problem("telehealth_url", str(LINK_REFUSED[refused.code]))


def _states(draft: Draft) -> Iterator[Problem]:
    if wrong := [code for code in draft.values.get("licence_states") or () if not _STATE.fullmatch(code)]:
        yield Problem("licence_states", _("%(code)s is no state. Write two letters each: WA OR.") % {"code": wrong[0]})


def _supervised(draft: Draft) -> Iterator[Problem]:
    """By a therapist who is no assistant, and not by themselves."""
    named = {name: draft.values.get(name) for name in ("supervisor", "deputy_supervisor")}
    rows = models.Therapist.objects.filter(practice=draft.practice, pk__in=filter(None, named.values()))
    credentials = dict(rows.values_list("pk", "credential"))
    for name, key in named.items():
        if key and key == draft.key:
            yield Problem(name, _("Nobody supervises themselves."))
        elif key and is_assistant(credentials.get(key, "")):
            yield Problem(name, _("An assistant supervises nobody. Choose a therapist."))


LOCATION = Kind(
    name="location",
    model=models.Location,
    words=Words(lazy("location"), lazy("Locations"), lazy("Add this location"), lazy("Save this location")),
    of_patient=False,
    named=lambda row: row.name,
    order=("name",),
    fields=(
        Field("name", T.TEXT, lazy("Name"), is_required=True),
        Field("address", T.LONG, lazy("Address")),
        Field("phone", T.TEXT, lazy("Phone")),
        Field("npi", T.TEXT, lazy("NPI of this location"), lazy("Only when it has one of its own")),
    ),
    checks=(checks.npi("npi", advice=_NPPES),),
)

THERAPIST = Kind(
    name="therapist",
    model=models.Therapist,
    words=Words(lazy("therapist"), lazy("Therapists"), lazy("Add this therapist"), lazy("Save this therapist")),
    of_patient=False,
    named=lambda row: ", ".join(filter(None, (row.name, row.credential))),
    order=("name",),
    fields=(
        Field("name", T.TEXT, lazy("Name"), is_required=True),
        Field("credential", T.TEXT, lazy("Credential"), lazy("OTR/L, COTA/L")),
        Field("npi", T.TEXT, lazy("NPI")),
        Field("discipline", T.CHOICE, lazy("Discipline"), options=options.DISCIPLINES, default="OT"),
        Field("location", T.ROW, lazy("Location"), of="location"),
        Field("skills", T.CODES, lazy("Skills"), lazy("Short words, like FCE NDT FEEDING"),
              group=lazy("What they may and should treat")),
        Field("languages", T.SEVERAL, lazy("Languages"), lazy("None ticked: not known"), options=options.LANGUAGES),
        Field("licence_states", T.CODES, lazy("Licensed in"), lazy("States, like WA OR; a compact privilege counts")),
        Field("caseload_limit", T.WHOLE, lazy("Patients at most"), lazy("With visits to come; empty: no limit")),
        Field("supervisor", T.ROW, lazy("Supervised by"), lazy("Of an assistant (COTA, OTA)"), of="therapist"),
        Field("deputy_supervisor", T.ROW, lazy("When they are away, by"), of="therapist"),
        Field("staff", T.ROW, lazy("Signs in as"), lazy("Their account here, so that Otium knows whom they treat"),
              of="member"),
        Field("telehealth_kind", T.CHOICE, lazy("Their own video room"), lazy("Doxy.me, Zoom and the like"),
              options=options.VIDEO_KINDS, group=lazy("Visits by video")),
        Field("telehealth_url", T.TEXT, lazy("Its link"), lazy("Empty: each visit has a room of its own")),
    ),
    checks=(checks.npi("npi", advice=_NPPES), _one_therapist_a_person, _states, _supervised, _video_link),
)  # fmt: skip
