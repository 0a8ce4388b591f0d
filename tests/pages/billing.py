"""Practice A of the cast, able to bill, with visits that were made."""

from datetime import timedelta

from otium.desk import acting
from otium.records import models
from tests import build
from tests.cast import AT, ON, Cast

FEES = (("97530", 72), ("97110", 62))


def able_to_bill(cast: Cast) -> models.Practice:
    """Practice A with its own numbers and fees."""
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(
            npi="1234567893", tax_id="123456789", address="12 Palm Way", city="Albany", state="NY",
            postal_code="122071234", phone="518-555-0100",
        )  # fmt: skip
        since = ON - timedelta(days=300)
        for code, amount in FEES:
            models.Fee.objects.create(practice=cast.a, code=code, amount=amount, starts_on=since, source="test")
        models.Therapist.objects.filter(practice=cast.a).update(npi="1245319599")
    return cast.a


def visited(cast: Cast, **fields: object) -> models.Appointment:
    """A visit of a new patient that was made yesterday."""
    treating = cast.therapists["treating"]
    patient = build.patient(
        cast.a, last_name="Marshfield", sex="F", address="7 Coral St", city="Albany", state="NY", postal_code="12207"
    )
    build.coverage(patient, build.payer(cast.a, payer_ids=["ACM01"]))
    episode = models.EpisodeOfCare.objects.create(
        practice=cast.a, patient=patient, therapist=treating, icd10=["M25.641"]
    )
    values = {"therapist": treating, "episode": episode, "lines": [["97530", 2], ["97110", 1]], **fields}
    at = AT - timedelta(days=1, hours=models.Appointment.objects.count())
    return build.visit(patient, at, status="done", **values)
