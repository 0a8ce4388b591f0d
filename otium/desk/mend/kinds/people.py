"""Patients and the people who act for them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk.mend import checks, options
from otium.desk.mend.problems import Problem
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Words
from otium.records import models

T = FieldType
LANGUAGE = Field("language", T.CHOICE, lazy("Language"), options=options.LANGUAGES, default="en")


def _is_new_person(draft: Draft) -> Iterator[Problem]:
    """A second record of one person splits visits and approvals: ask before it is made."""
    names = {f"{n}__iexact": draft.values.get(n) for n in ("first_name", "last_name")}
    if draft.values.get("birth_on") is None or not all(names.values()):
        return
    same = models.Patient.objects.filter(practice=draft.practice, birth_on=draft.values["birth_on"], **names)
    if same.exclude(pk=draft.key).exists():
        words = _("A patient with this name and birth date is on file. Open that record, or say that this is another.")
        yield Problem("last_name", words, is_warning=True)


def _full_name(row: models.Patient) -> str:
    return f"{row.first_name} {row.last_name}"


PATIENT = Kind(
    name="patient",
    model=models.Patient,
    words=Words(lazy("patient"), lazy("Patients"), lazy("Add this patient"), lazy("Save this patient")),
    of_patient=False,
    named=_full_name,
    order=("last_name", "first_name"),
    fields=(
        Field("first_name", T.TEXT, lazy("First name"), lazy("As the insurance card says it"), is_required=True),
        Field("middle_name", T.TEXT, lazy("Middle name")),
        Field("last_name", T.TEXT, lazy("Last name"), is_required=True),
        Field("birth_on", T.DAY, lazy("Birth date"), lazy("For example 3/14/2019")),
        Field("sex", T.CHOICE, lazy("Sex on the insurance record"), options=options.SEXES, default="U"),
        Field("phone", T.TEXT, lazy("Phone"), group=lazy("Contact")),
        Field("email", T.TEXT, lazy("E-mail")),
        LANGUAGE,
        Field("address", T.TEXT, lazy("Street")),
        Field("city", T.TEXT, lazy("City")),
        Field("state", T.TEXT, lazy("State"), lazy("Two letters")),
        Field("postal_code", T.TEXT, lazy("ZIP code")),
        Field(
            "telehealth_consent_on",
            T.DAY,
            lazy("Consented on"),
            lazy("Empty: no consent on file"),
            group=lazy("Visits by video"),
        ),
        Field("telehealth_consent_from", T.TEXT, lazy("Who consented")),
        Field("location", T.ROW, lazy("Location"), of="location", group=lazy("In the practice")),
        Field("is_active", T.FLAG, lazy("In treatment here"), lazy("Untick when the patient has left"), default=True),
    ),
    checks=(
        checks.not_ahead("birth_on"),
        checks.not_ahead("telehealth_consent_on"),
        checks.email("email"),
        _is_new_person,
    ),
)

RELATED_PERSON = Kind(
    name="related_person",
    model=models.RelatedPerson,
    words=Words(lazy("person close to the patient"), lazy("Family"), lazy("Add this person"), lazy("Save this person")),
    named=_full_name,
    order=("last_name", "first_name"),
    fields=(
        Field("first_name", T.TEXT, lazy("First name"), is_required=True),
        Field("last_name", T.TEXT, lazy("Last name"), is_required=True),
        Field("relationship", T.TEXT, lazy("Who they are to the patient"), lazy("Mother, foster parent, caregiver")),
        Field("phone", T.TEXT, lazy("Phone")),
        Field("email", T.TEXT, lazy("E-mail")),
        LANGUAGE,
        Field("may_consent", T.YES_NO, lazy("May they consent to treatment?"), group=lazy("Rights")),
        Field("may_receive", T.YES_NO, lazy("May they receive health information?")),
        Field("starts_on", T.DAY, lazy("Rights from")),
        Field("ends_on", T.DAY, lazy("Rights until"), lazy("The last day, as the court or family said")),
    ),
    checks=(checks.email("email"), checks.in_order("starts_on", "ends_on")),
)
