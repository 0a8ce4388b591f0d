"""Signing: what was read is what is signed, by whom may sign; a signature never goes over to other words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otium.desk import packets, settle
from otium.desk.actor import Actor
from otium.desk.packets import following, keeping, reasoning, signing
from otium.desk.packets.signing import NotSigned
from otium.records import models
from otium.rules.packet import answers
from otium.terms.packet import Origin, Section
from tests import build
from tests.build import TEST
from tests.desk.packets.conftest import AT, Case, complete

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)


def sign(case: Case, staff: models.Staff | None = None, *, digest: str = "") -> models.RequestPacket:
    shown = digest or packets.compiled(case.request.pk, at=AT).digest
    by = Actor.person((staff or case.signer).pk)
    return signing.sign(request_id=case.request.pk, digest=shown, by=by, at=AT)


def member(case: Case, role: str, credential: str = "") -> models.Staff:
    staff = models.Staff.objects.create(email=f"{role}@alder.example", name="Somebody", credential=credential)
    models.Membership.objects.create(practice=case.practice, staff=staff, role=role)
    return staff


def refused(case: Case, staff: models.Staff | None = None, *, digest: str = "") -> str:
    with pytest.raises(NotSigned) as error:
        sign(case, staff, digest=digest)
    return error.value.code


def test_the_treating_therapist_signs_and_the_request_is_ready(case: Case) -> None:
    complete(case)

    row = sign(case)

    case.request.refresh_from_db()
    assert case.request.state == "ready"
    assert (row.signer_name, row.signer_credential, row.signed_at) == ("Noor Haddad", "OTR/L", AT)
    assert signing.checked(row) == signing.Checked(content_fits=True, signature_fits=True)
    assert models.History.objects.filter(focus_id=case.request.pk, event="signed").count() == 1


def test_signing_closes_its_task(case: Case) -> None:
    complete(case)
    settle.settle(case.practice, by=TEST, at=AT)
    assert models.Task.objects.get(kind="sign_request").state == "open"

    sign(case)

    assert models.Task.objects.get(kind="sign_request").state == "closed"


def test_signing_the_same_words_again_changes_nothing(case: Case) -> None:
    complete(case)
    first = sign(case)

    assert sign(case).pk == first.pk
    assert models.RequestPacket.objects.exclude(signed_at=None).count() == 1


def test_a_packet_that_lacks_something_is_not_signed(case: Case) -> None:
    assert refused(case) == "lacking"


def test_what_is_not_what_was_read_is_not_signed(case: Case) -> None:
    complete(case)
    read = packets.compiled(case.request.pk, at=AT).digest
    models.Goal.objects.update(current="3 of 5 buttons")

    assert refused(case, digest=read) == "changed"


@pytest.mark.parametrize(
    ("role", "credential", "why"),
    [
        ("therapist", "OTR/L", "not_treating"),
        ("assistant", "OTR/L", "not_treating"),
        ("owner", "", "not_qualified"),
        ("owner", "COTA/L", "not_qualified"),
    ],
)
def test_who_may_not_sign(case: Case, role: str, credential: str, why: str) -> None:
    complete(case)

    assert refused(case, member(case, role, credential)) == why


def test_an_owner_with_a_credential_signs(case: Case) -> None:
    complete(case)

    assert sign(case, member(case, "owner", "OTD, OTR/L")).signer_credential == "OTD, OTR/L"


def test_an_assistant_in_therapy_who_treats_does_not_sign(case: Case) -> None:
    complete(case)
    models.Therapist.objects.update(credential="COTA/L")

    assert refused(case) == "not_qualified"


def test_nobody_signs_for_another_practice(case: Case) -> None:
    complete(case)
    stranger = models.Staff.objects.create(email="stranger@birch.example", name="Stranger", credential="OTR/L")

    assert refused(case, stranger) == "not_treating"


def test_when_the_records_change_the_signature_stays_with_what_was_signed(case: Case) -> None:
    complete(case)
    signed = sign(case)
    models.Goal.objects.update(current="3 of 5 buttons")

    settle.settle(case.practice, by=TEST, at=LATER, patients=[case.patient.pk])

    case.request.refresh_from_db()
    newest = keeping.newest(case.request.pk)
    assert newest is not None
    assert (newest.row.version, newest.is_signed) == (signed.version + 1, False)
    assert signing.checked(models.RequestPacket.objects.get(pk=signed.pk)).signature_fits
    assert case.request.state == "draft"
    assert models.Task.objects.get(kind="sign_request").state == "open"


def test_a_visit_made_since_does_not_take_the_signature_away(case: Case) -> None:
    complete(case)
    signed = sign(case)
    build.visit(case.patient, AT - timedelta(days=3), "done", episode=models.EpisodeOfCare.objects.get())

    settle.settle(case.practice, by=TEST, at=LATER, patients=[case.patient.pk])

    case.request.refresh_from_db()
    newest = keeping.newest(case.request.pk)
    assert newest is not None
    assert newest.row.pk == signed.pk
    assert case.request.state == "ready"


def test_what_left_is_not_compiled_again(case: Case) -> None:
    complete(case)
    signed = sign(case)
    models.AuthorizationRequest.objects.update(state="submitted")
    models.Goal.objects.update(current="3 of 5 buttons")

    settle.settle(case.practice, by=TEST, at=LATER, patients=[case.patient.pk])

    newest = keeping.newest(case.request.pk)
    assert newest is not None
    assert newest.row.pk == signed.pk


def test_a_signature_is_withdrawn_with_a_reason_and_the_request_is_a_draft(case: Case) -> None:
    complete(case)
    row = sign(case)
    by = Actor.person(case.signer.pk)

    signing.withdraw(packet_id=row.pk, why="Wrong goal", by=by, at=LATER)

    case.request.refresh_from_db()
    assert case.request.state == "draft"
    assert models.History.objects.get(event="signature_withdrawn").why == "Wrong goal"
    assert keeping.signed(case.request.pk) is None
    assert models.Task.objects.get(kind="sign_request").state == "open"


@pytest.mark.parametrize(
    ("why", "state", "code"), [(" ", "ready", "reason_missing"), ("x", "submitted", "already_sent")]
)
def test_a_signature_is_not_withdrawn(case: Case, why: str, state: str, code: str) -> None:
    complete(case)
    row = sign(case)
    models.AuthorizationRequest.objects.update(state=state)

    with pytest.raises(NotSigned) as error:
        signing.withdraw(packet_id=row.pk, why=why, by=Actor.person(case.signer.pk), at=LATER)

    assert error.value.code == code


def test_a_withdrawn_packet_can_be_signed_again_as_a_new_version(case: Case) -> None:
    complete(case)
    row = sign(case)
    signing.withdraw(packet_id=row.pk, why="Read it again", by=Actor.person(case.signer.pk), at=LATER)

    again = sign(case)

    assert again.version == row.version + 1


def test_words_changed_in_the_database_no_longer_fit(case: Case) -> None:
    complete(case)
    row = sign(case)

    models.RequestPacket.objects.update(signer_credential="MD")

    assert signing.checked(models.RequestPacket.objects.get(pk=row.pk)) == signing.Checked(
        content_fits=True, signature_fits=False
    )


class TestFollowing:
    def test_a_draft_has_a_packet_without_a_click(self, case: Case) -> None:
        settle.settle(case.practice, by=TEST, at=AT)

        newest = keeping.newest(case.request.pk)
        assert newest is not None
        assert newest.row.gaps == ["paper_missing"] * 3
        assert newest.packet == packets.compiled(case.request.pk, at=AT)

    def test_settling_again_writes_nothing(self, case: Case) -> None:
        settle.settle(case.practice, by=TEST, at=AT)

        assert following.follow(case.practice, by=TEST, at=LATER) == 0

    def test_a_draft_is_written_over_and_leaves_no_blob_behind(self, case: Case) -> None:
        settle.settle(case.practice, by=TEST, at=AT)
        before = models.Blob.objects.count()

        complete(case)
        settle.settle(case.practice, by=TEST, at=LATER)

        assert models.RequestPacket.objects.get().gaps == []
        assert models.Blob.objects.count() == before + 3  # the papers

    def test_without_drafts_it_is_one_query(self, case: Case) -> None:
        models.AuthorizationRequest.objects.update(state="approved")

        with CaptureQueriesContext(connection) as queries:
            following.follow(case.practice, by=TEST, at=AT)

        assert len(queries) == 1


class TestReasoning:
    def write(self, case: Case, section: Section, text: str, *, is_proposed: bool = False) -> None:
        reasoning.write(
            request_id=case.request.pk, section=section, text=text, by=Actor.person(case.signer.pk), at=AT,
            is_proposed=is_proposed,
        )  # fmt: skip

    def test_what_the_clinician_writes_is_said_in_the_packet(self, case: Case) -> None:
        self.write(case, Section.SKILLED_NEED, "Sensory input is graded.\nParent training continues.")

        said = [
            s.text
            for each in packets.compiled(case.request.pk, at=AT).sections
            for s in each.statements
            if s.origin is Origin.CLINICIAN
        ]
        assert said == ["Sensory input is graded.", "Parent training continues."]

    def test_an_empty_text_takes_it_out(self, case: Case) -> None:
        self.write(case, Section.DISCHARGE, "By spring.")
        self.write(case, Section.DISCHARGE, " ")

        case.request.refresh_from_db()
        assert case.request.reasoning == {}

    def test_proposed_wording_blocks_until_it_is_accepted(self, case: Case) -> None:
        complete(case)
        self.write(case, Section.SKILLED_NEED, "More is needed.", is_proposed=True)
        assert refused(case) == "lacking"

        reasoning.accept(
            request_id=case.request.pk, section=Section.SKILLED_NEED, by=Actor.person(case.signer.pk), at=AT
        )

        assert sign(case).signed_at == AT

    def test_a_gap_that_cannot_be_filled_is_explained_to_the_payer(self, case: Case) -> None:
        complete(case)
        models.Measure.objects.update(entered_in_error=True)
        assert refused(case) == "lacking"

        for gap in [g for g in packets.compiled(case.request.pk, at=AT).gaps if g.is_blocking]:
            reasoning.explain(
                request_id=case.request.pk, gap=answers.key_of(gap), text="No test fits a child who does not speak.",
                by=Actor.person(case.signer.pk), at=AT,
            )  # fmt: skip

        assert sign(case).signed_at == AT

    def test_who_the_patient_is_cannot_be_explained_away(self, case: Case) -> None:
        with pytest.raises(NotSigned) as error:
            reasoning.explain(request_id=case.request.pk, gap="member_id_missing", text="None.", by=TEST, at=AT)

        assert error.value.code == "not_explainable"

    def test_what_was_sent_is_not_written_on(self, case: Case) -> None:
        models.AuthorizationRequest.objects.update(state="approved")

        with pytest.raises(NotSigned) as error:
            self.write(case, Section.DISCHARGE, "By spring.")

        assert error.value.code == "wrong_state"
