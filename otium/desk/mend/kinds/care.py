"""Episodes, referrals, plans of care, goals, measures, progress reports."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk.mend import checks, goals, options, scores
from otium.desk.mend.problems import Problem, said
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Words
from otium.records import models

T = FieldType
IN_ERROR = (("entered_in_error", True),)
EPISODE_FIELD = Field("episode", T.ROW, lazy("Episode of care"), of="episode")
THERAPIST = Field("therapist", T.ROW, lazy("Therapist"), of="therapist")


def _named_with_day(name: str, day: str) -> str:
    return f"{name}, {day}" if day else name


def _episode_name(row: models.EpisodeOfCare) -> str:
    return _named_with_day(row.title or _("Episode"), said(row.starts_on) if row.starts_on else "")


def _plan_name(row: models.PlanOfCare) -> str:
    return _("Plan from %(day)s") % {"day": said(row.starts_on)}


EPISODE = Kind(
    name="episode",
    model=models.EpisodeOfCare,
    words=Words(lazy("episode of care"), lazy("Episodes"), lazy("Add this episode"), lazy("Save this episode")),
    named=_episode_name,
    related=("therapist",),
    order=("-starts_on", "id"),
    fields=(
        Field("title", T.TEXT, lazy("Name"), lazy("For example: sensory processing, left wrist")),
        THERAPIST,
        Field("discipline", T.CHOICE, lazy("Discipline"), options=options.DISCIPLINES, default="OT"),
        Field("icd10", T.CODES, lazy("Diagnoses"), lazy("ICD-10 codes with spaces between, the first one first")),
        Field("onset_on", T.DAY, lazy("Onset")),
        Field("injury_on", T.DAY, lazy("Injury or surgery")),
        Field("starts_on", T.DAY, lazy("Care began")),
        Field("is_active", T.FLAG, lazy("Goes on"), default=True),
    ),
    checks=(checks.not_ahead("onset_on"), checks.not_ahead("injury_on")),
)

_REFERRER_NPI = checks.npi("referrer_npi", advice=lazy("Compare it with the referral."))
REFERRAL = Kind(
    name="referral",
    model=models.Referral,
    words=Words(lazy("referral"), lazy("Referrals"), lazy("Add this referral"), lazy("Save this referral")),
    named=lambda row: _named_with_day(_("Referral"), said(row.written_on) if row.written_on else ""),
    order=("-written_on", "id"),
    fields=(
        Field(
            "written_on",
            T.DAY,
            lazy("Written on"),
            lazy("The date beside the signature"),
            is_required=True,
            missing=lazy("Enter the day the referral was written: it is the date beside the signature."),
        ),
        Field("is_signed", T.YES_NO, lazy("Is it signed?")),
        Field("expires_on", T.DAY, lazy("Good until")),
        Field("visits", T.WHOLE, lazy("Visits ordered"), lazy("Leave empty when it names no number")),
        Field("referrer_name", T.TEXT, lazy("Who referred")),
        Field("referrer_npi", T.TEXT, lazy("Their NPI")),
        EPISODE_FIELD,
    ),
    checks=(checks.not_ahead("written_on"), checks.in_order("written_on", "expires_on"), _REFERRER_NPI),
    withdrawal=IN_ERROR,
)


def _signed_after_sending(draft: Draft) -> Iterator[Problem]:
    sent_on, certified_on = draft.values.get("sent_on"), draft.values.get("certified_on")
    if sent_on and certified_on and certified_on < sent_on:
        words = _("Signed before it was sent on %(day)s. Check both days.") % {"day": said(sent_on)}
        yield Problem("certified_on", words, is_warning=True)


PLAN_OF_CARE = Kind(
    name="plan_of_care",
    model=models.PlanOfCare,
    words=Words(lazy("plan of care"), lazy("Plans of care"), lazy("Add this plan"), lazy("Save this plan")),
    named=_plan_name,
    order=("-starts_on", "id"),
    fields=(
        Field("starts_on", T.DAY, lazy("First treatment day"), lazy("The evaluation counts"), is_required=True),
        Field("ends_on", T.DAY, lazy("Certified until"), lazy("The last day the plan names")),
        Field("frequency_per_week", T.WHOLE, lazy("Visits a week"), most=14),
        Field("duration_weeks", T.WHOLE, lazy("For how many weeks"), most=104),
        Field("is_recertification", T.FLAG, lazy("This is a recertification")),
        Field("sent_on", T.DAY, lazy("Sent for signature on"), group=lazy("Signature")),
        Field("certified_on", T.DAY, lazy("Signed on"), lazy("The date beside the physician’s signature")),
        THERAPIST,
        EPISODE_FIELD,
    ),
    checks=(
        checks.in_order("starts_on", "ends_on"),
        checks.not_ahead("sent_on"),
        checks.not_ahead("certified_on"),
        _signed_after_sending,
    ),
    withdrawal=IN_ERROR,
)

GOAL = Kind(
    name="goal",
    model=models.Goal,
    words=Words(lazy("goal"), lazy("Goals"), lazy("Add this goal"), lazy("Save this goal")),
    named=lambda row: row.text,
    order=("due_on", "id"),
    fields=(
        Field("text", T.LONG, lazy("Goal"), lazy("What the patient will do, and how it is seen"), is_required=True),
        Field("baseline", T.TEXT, lazy("At the start")),
        Field("current", T.TEXT, lazy("Now")),
        Field("target", T.TEXT, lazy("Target")),
        Field("due_on", T.DAY, lazy("By")),
        Field("status", T.CHOICE, lazy("Where it stands"), options=options.GOAL_STATES, default="active"),
        Field("is_long_term", T.YES_NO, lazy("A long-term goal?")),
        Field("code", T.TEXT, lazy("Area"), lazy("The functional area, as the payer’s criteria name it")),
        Field("plan", T.ROW, lazy("Plan of care"), of="plan_of_care"),
    ),
    derive=goals.stood_on,
    afterwards=goals.note,
    withdrawal=IN_ERROR,
)


def _possible_score(draft: Draft) -> Iterator[Problem]:
    """What the registry of instruments says of the score; what can be is asked about once, what cannot is refused."""
    born_on = models.Patient.objects.filter(pk=draft.patient_id).values_list("birth_on", flat=True).first()
    yield from scores.problems(draft.values, born_on)


MEASURE = Kind(
    name="measure",
    model=models.Measure,
    words=Words(lazy("score"), lazy("Scores"), lazy("Add this score"), lazy("Save this score")),
    named=lambda row: _named_with_day(row.instrument, said(row.taken_on)),
    order=("instrument", "part", "-taken_on"),
    fields=(
        Field("instrument", T.TEXT, lazy("Instrument"), lazy("For example BOT-2, Beery VMI, DASH"), is_required=True),
        Field("part", T.TEXT, lazy("Part"), lazy("Subtest or scale")),
        Field("score", T.NUMBER, lazy("Score"), is_required=True, most=99_999),
        Field("unit", T.TEXT, lazy("Kind of score"), lazy("Raw, standard, percentile, seconds")),
        Field("side", T.CHOICE, lazy("Side"), options=options.SIDES),
        Field("norm", T.TEXT, lazy("As the report puts it"), lazy("For example: 2nd percentile, definite difference")),
        Field("taken_on", T.DAY, lazy("Taken on"), is_required=True),
    ),
    checks=(checks.not_ahead("taken_on"), _possible_score),
    withdrawal=IN_ERROR,
)

FINDING = Kind(
    name="finding",
    model=models.Finding,
    words=Words(lazy("finding"), lazy("Findings"), lazy("Add this finding"), lazy("Save this finding")),
    named=lambda row: options.words(options.FINDING_KINDS, row.kind),
    order=("-found_on", "id"),
    fields=(
        Field("kind", T.CHOICE, lazy("What is it about?"), options=options.FINDING_KINDS, is_required=True),
        Field("text", T.LONG, lazy("What did you find?"), lazy("One or two sentences"), is_required=True),
        Field("found_on", T.DAY, lazy("Found on"), is_required=True),
        Field("code", T.TEXT, lazy("Criterion"), lazy("Which of the payer’s criteria it speaks to")),
    ),
    checks=(checks.not_ahead("found_on"),),
    withdrawal=IN_ERROR,
)

PROGRESS_REPORT = Kind(
    name="progress_report",
    model=models.ProgressReport,
    words=Words(lazy("progress report"), lazy("Progress reports"), lazy("Add this report"), lazy("Save this report")),
    named=lambda row: _("Report of %(day)s") % {"day": said(row.written_on)},
    order=("-written_on", "id"),
    fields=(
        Field("written_on", T.DAY, lazy("Written on"), is_required=True),
        THERAPIST,
    ),
    checks=(checks.not_ahead("written_on"),),
    withdrawal=IN_ERROR,
)
