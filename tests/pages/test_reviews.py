"""Peer-to-peers and appeals on the pages: what is due, what may be said, signing, filing, what came of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otium.desk import acting, settle
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast

DECIDED = ON - timedelta(days=2)


@pytest.fixture
def denied(cast: Cast) -> models.AuthorizationRequest:
    """Of the treating therapist's patient, with a booked visit that nothing covers."""
    with acting.acting_for(cast.a.pk):
        patient = people.patient(cast.a)
        people.episode(patient, cast.therapists["treating"])
        payer = build.payer(cast.a, name="Northline", phone="800-555-0100")
        coverage = build.coverage(patient, payer, member_id="M1")
        build.rate(payer, "100", date(2026, 1, 1))
        build.visit(patient, AT + timedelta(days=9), therapist=cast.therapists["treating"])
        models.Finding.objects.create(
            practice=cast.a, patient=patient, kind="deficit", text="Cannot button a shirt.", found_on=ON
        )
        models.Staff.objects.filter(pk=cast.people["treating"].pk).update(credential="OTR/L")
        models.Therapist.objects.filter(pk=cast.therapists["treating"].pk).update(credential="OTR/L")
        request = models.AuthorizationRequest.objects.create(
            practice=cast.a, patient=patient, coverage=coverage, kind="renewal", state="denied", requested=12,
            submitted_on=DECIDED - timedelta(days=9), decided_on=DECIDED, reason="82",
        )  # fmt: skip
        settle.settle(cast.a, by=build.TEST, at=AT)
    return request


def post(client: Client, name: str, key: Any, **fields: str) -> str:
    return client.post(reverse(name, args=[key]), fields, follow=True).content.decode()


def page(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def the(cast: Cast, model: Any) -> Any:
    with acting.acting_for(cast.a.pk):
        return model.objects.get()


def talk(cast: Cast, client: Client, denied: models.AuthorizationRequest) -> models.PeerToPeer:
    post(client, "peer_to_peer_open", denied.pk)
    return the(cast, models.PeerToPeer)


def appeal(cast: Cast, client: Client, denied: models.AuthorizationRequest) -> models.Appeal:
    post(client, "appeal_open", denied.pk)
    return the(cast, models.Appeal)


class TestTalks:
    def test_a_denial_that_can_still_be_talked_about_stands_on_the_list(self, client: Client, denied: Any) -> None:
        text = page(client, "peer_to_peers")

        assert "Can still be asked for" in text
        assert "Ask for a peer-to-peer: " in text

    def test_before_it_is_begun_the_terms_and_the_risk_are_shown(self, client: Client, denied: Any) -> None:
        text = page(client, "peer_to_peer_open", denied.pk)

        assert "The payer talks after its decision." in text
        assert "1 booked visit, $100" in text
        assert "Risk: The practice" in text

    def test_the_page_has_one_primary_act_and_says_what_may_be_said(
        self, cast: Cast, client: Client, denied: Any
    ) -> None:
        text = page(client, "peer_to_peer", talk(cast, client, denied).pk)

        assert text.count("btn--primary") == 1
        assert "Cannot button a shirt" in text
        assert "Necessity is judged on these facts." in text

    def test_a_time_that_is_offered_is_set_with_one_choice(self, cast: Cast, client: Client, denied: Any) -> None:
        row = talk(cast, client, denied)
        form = client.get(reverse("peer_to_peer", args=[row.pk])).context["forms"]["slot"]
        slot = form.fields["slot"].choices[0][0]

        text = post(client, "peer_to_peer_schedule", row.pk, **{
            "slot-slot": slot, "slot-minutes": "15", "slot-therapist": str(cast.therapists["treating"].pk),
        })  # fmt: skip

        assert "Time set. The brief is ready to print." in text
        assert the(cast, models.PeerToPeer).state == "scheduled"
        assert "Record the talk" in page(client, "peer_to_peers")
        week = page(client, "schedule")
        assert "call with the payer about" in week
        assert reverse("peer_to_peer", args=[row.pk]) in week

    def test_a_time_without_its_hour_is_asked_for_again(self, cast: Cast, client: Client, denied: Any) -> None:
        row = talk(cast, client, denied)

        text = post(client, "peer_to_peer_schedule", row.pk, **{
            "slot-slot": "other", "slot-day": "+1d", "slot-minutes": "15",
            "slot-therapist": str(cast.therapists["treating"].pk),
        })  # fmt: skip

        assert "Choose a time, or type a day and an hour." in text

    def test_upheld_leads_to_the_appeal(self, cast: Cast, client: Client, denied: Any) -> None:
        row = talk(cast, client, denied)

        text = post(client, "peer_to_peer_hold", row.pk, **{
            "hold-held_on": "today", "hold-representative": "Dr. Ames, MD", "hold-reference": "C-7",
            "hold-outcome": "upheld",
        })  # fmt: skip

        assert "Upheld: the denial stands" in text
        assert reverse("appeal_open", args=[denied.pk]) in text

    def test_half_an_approval_is_refused_and_what_was_typed_is_kept(
        self, cast: Cast, client: Client, denied: Any
    ) -> None:
        row = talk(cast, client, denied)

        text = post(client, "peer_to_peer_hold", row.pk, **{
            "hold-held_on": "today", "hold-representative": "Dr. Ames, MD", "hold-outcome": "overturned",
            "hold-number": "A-900",
        })  # fmt: skip

        assert "Number, first day, last day and visits go together." in text
        assert 'value="A-900"' in text
        assert the(cast, models.PeerToPeer).state == "open"

    def test_overturned_the_request_is_approved(self, cast: Cast, client: Client, denied: Any) -> None:
        row = talk(cast, client, denied)

        post(client, "peer_to_peer_hold", row.pk, **{
            "hold-held_on": "today", "hold-representative": "Dr. Ames, MD", "hold-outcome": "overturned",
            "hold-number": "A-900", "hold-starts_on": "today", "hold-ends_on": "+12w", "hold-visits": "12",
        })  # fmt: skip

        assert the(cast, models.AuthorizationRequest).state == "approved"

    def test_each_call_is_kept(self, cast: Cast, client: Client, denied: Any) -> None:
        row = talk(cast, client, denied)

        text = post(client, "peer_to_peer_try", row.pk, **{"try-result": "voicemail", "try-hold_minutes": "9"})

        assert "Call recorded." in text
        assert the(cast, models.Call).hold_minutes == 9

    def test_the_brief_is_one_page_of_pdf(self, cast: Cast, client: Client, denied: Any) -> None:
        response = client.get(reverse("peer_to_peer_brief", args=[talk(cast, client, denied).pk]))

        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF-")
        assert response.content.count(b"/Type /Page\n") + response.content.count(b"/Type/Page/") <= 1


class TestAppeals:
    def test_before_it_is_begun_level_last_day_and_source_are_shown(self, client: Client, denied: Any) -> None:
        text = page(client, "appeal_open", denied.pk)

        assert "Commercial plan: Internal appeal" in text
        assert "ACA and ERISA internal appeal" in text

    def test_it_says_that_the_request_was_approved_meanwhile(self, cast: Cast, client: Client, denied: Any) -> None:
        row = appeal(cast, client, denied)
        before = page(client, "appeal", row.pk)
        with acting.acting_for(cast.a.pk):
            models.AuthorizationRequest.objects.filter(pk=denied.pk).update(state="approved")

        assert "approved meanwhile" not in before
        assert "approved meanwhile" in page(client, "appeal", row.pk)

    def test_the_proof_of_an_appeal_that_is_at_home_says_so(self, cast: Cast, client: Client, denied: Any) -> None:
        text = page(client, "appeal_proof", appeal(cast, client, denied).pk)

        assert "It has not been filed yet." in text
        assert "cannot be said" not in text

    def test_the_list_has_the_last_day_the_visits_and_the_dollars(
        self, cast: Cast, client: Client, denied: Any
    ) -> None:
        appeal(cast, client, denied)

        text = page(client, "appeals")

        assert "to file" in text
        assert "$100" in text
        csv = client.get(reverse("appeals_export")).content.decode()
        assert csv.splitlines()[1].split(",")[-1] == "100.00"

    def test_the_page_answers_each_reason_with_what_proves_it(self, cast: Cast, client: Client, denied: Any) -> None:
        text = page(client, "appeal", appeal(cast, client, denied).pk)

        assert "1. Not medically necessary" in text
        assert "Cannot button a shirt" in text
        assert text.count("btn--primary") == 1
        assert "The letter is not signed." in text

    def test_who_treats_signs_and_who_does_not_is_not_offered_it(self, cast: Cast, client: Client, denied: Any) -> None:
        row = appeal(cast, client, denied)
        therapist = people.signed_in(cast.people["treating"])
        digest = therapist.get(reverse("appeal", args=[row.pk])).context["digest"]

        refused = post(client, "appeal_sign", row.pk, digest=digest)
        signed = post(therapist, "appeal_sign", row.pk, digest=digest)

        assert "Sign the letter" not in page(client, "appeal", row.pk)
        assert "signs this letter." in refused
        assert "Signed. It is ready to be filed." in signed
        assert client.get(reverse("appeal_letter", args=[row.pk])).content.startswith(b"%PDF-")

    def test_a_letter_that_changed_since_it_was_read_is_not_signed(
        self, cast: Cast, client: Client, denied: Any
    ) -> None:
        row = appeal(cast, client, denied)
        therapist = people.signed_in(cast.people["treating"])

        assert "Read it again, then sign." in post(therapist, "appeal_sign", row.pk, digest="0" * 64)

    def test_an_answer_is_changed_and_another_added(self, cast: Cast, client: Client, denied: Any) -> None:
        row = appeal(cast, client, denied)

        post(client, "appeal_point", row.pk, **{"place": "0", "point0-said": "82", "point0-reply": "See the scores."})
        text = post(client, "appeal_point", row.pk, **{
            "place": "1", "point1-said": "By phone: too young", "point1-reply": "Seven years old.",
        })  # fmt: skip

        assert "See the scores." in text
        assert "By phone: too young" in text

    def test_an_empty_answer_is_asked_for_again(self, cast: Cast, client: Client, denied: Any) -> None:
        row = appeal(cast, client, denied)

        text = post(client, "appeal_point", row.pk, **{"place": "0", "point0-reply": ""})

        assert "What you typed is kept." in text

    def test_filed_it_proves_itself_and_waits_for_its_decision(self, cast: Cast, client: Client, denied: Any) -> None:
        row = appeal(cast, client, denied)

        text = post(client, "appeal_file", row.pk, **{
            "file-sent_on": "today", "file-road": "fax", "file-destination": "800-555-0199", "file-reference": "F-1",
        })  # fmt: skip

        assert "Recorded as filed." in text
        proof = page(client, "appeal_proof", row.pk)
        assert "Filed in time, 178 days before the last day." in proof
        assert "F-1" in proof

    def test_upheld_the_next_level_is_on_the_list_with_its_day(self, cast: Cast, client: Client, denied: Any) -> None:
        row = appeal(cast, client, denied)
        post(client, "appeal_file", row.pk, **{"file-sent_on": "today", "file-road": "portal"})

        post(client, "appeal_decide", row.pk, **{"decide-outcome": "upheld", "decide-decided_on": "today"})

        assert "External review" in page(client, "appeals")

    def test_urgency_is_said_by_a_clinician_and_shortens_the_decision(
        self, cast: Cast, client: Client, denied: Any
    ) -> None:
        row = appeal(cast, client, denied)

        text = post(client, "appeal_urgency", row.pk, **{"urgency-statement": "Loses grasp within weeks."})

        assert "expedited" in text
        assert the(cast, models.Appeal).is_expedited

    def test_given_up_needs_a_reason(self, cast: Cast, client: Client, denied: Any) -> None:
        row = appeal(cast, client, denied)

        post(client, "appeal_withdraw", row.pk, **{"withdraw-why": ""})
        assert the(cast, models.Appeal).state == "draft"
        post(client, "appeal_withdraw", row.pk, **{"withdraw-why": "The family moves"})
        assert the(cast, models.Appeal).state == "withdrawn"


class TestTheDesk:
    def test_a_denial_leads_to_a_talk_first_and_to_the_appeal(self, cast: Cast, client: Client, denied: Any) -> None:
        with acting.acting_for(cast.a.pk):
            task = models.Task.objects.get(kind="work_denial")

        text = page(client, "desk_task", task.pk)

        assert reverse("peer_to_peer_open", args=[denied.pk]) in text
        assert reverse("appeal_open", args=[denied.pk]) in text
        assert "Ask for a peer-to-peer" in text

    def test_an_appeal_that_was_sent_elsewhere_is_on_file_with_its_days_until_undone(
        self, cast: Cast, client: Client, denied: Any
    ) -> None:
        with acting.acting_for(cast.a.pk):
            task = models.Task.objects.get(kind="work_denial")

        post(client, "desk_record", task.pk, **{
            "choice": "appeal_sent", "appeal_sent-sent_on": "today", "appeal_sent-road": "fax",
            "appeal_sent-reference": "F-9", "appeal_sent-destination": "800-555-0199",
        })  # fmt: skip
        row = the(cast, models.Appeal)
        assert (row.state, row.filed_on, row.reference) == ("filed", ON, "F-9")

        post(client, "desk_undo", the(cast, models.Act).pk)
        assert the(cast, models.Appeal).state == "withdrawn"
        with acting.acting_for(cast.a.pk):
            assert models.Task.objects.get(kind="work_denial").state == "open"


@pytest.mark.parametrize("name", ["peer_to_peers", "appeals"])
def test_a_list_costs_as_many_queries_for_many_as_for_one(
    cast: Cast, client: Client, denied: models.AuthorizationRequest, name: str
) -> None:
    if name == "appeals":
        appeal(cast, client, denied)
    page(client, name)
    with CaptureQueriesContext(connection) as for_one:
        page(client, name)
    with acting.acting_for(cast.a.pk):
        for _more in range(4):
            patient = people.patient(cast.a)
            coverage = build.coverage(patient, denied.coverage.payer)
            row = models.AuthorizationRequest.objects.create(
                practice=cast.a, patient=patient, coverage=coverage, kind="renewal", state="denied", requested=12,
                submitted_on=DECIDED - timedelta(days=9), decided_on=DECIDED, reason="82",
            )  # fmt: skip
            if name == "appeals":
                post(client, "appeal_open", row.pk)

    with CaptureQueriesContext(connection) as for_many:
        page(client, name)

    assert len(for_many) <= len(for_one) + 1
