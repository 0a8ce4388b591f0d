"""Practices of one firm share a mailbox: each file reaches the one it is about, and no practice sees another's."""

import pytest

from otium.desk import house, outbox
from otium.desk.acting import acting_for, practice_ids
from otium.desk.actor import RECEIVE
from otium.desk.inbox import Arrival, arrival, finish, match, receive
from otium.records.models import Firm, InboundFile, Parcel, Practice, Remittance, Task
from tests import build
from tests.desk.inbox.test_acknowledgements import ack_999, ta1
from tests.desk.inbox.test_remittances import paid
from tests.desk.outbox.conftest import AT, Clock, Scripted

pytestmark = pytest.mark.django_db
OURS, THEIRS = "1234567893", "1245319599"


@pytest.fixture
def firm(db):
    return house.found_firm("Shared", by=build.TEST, at=AT)


def opened(firm: Firm, slug: str, **fields: str) -> Practice:
    new = house.NewPractice(slug=slug, name=slug, short=slug[:4], **fields)
    return house.open_practice(firm, new, by=build.TEST, at=AT)


@pytest.fixture
def home(firm):
    return opened(firm, "home", npi=THEIRS)


@pytest.fixture
def other(firm):
    return opened(firm, "other", npi=OURS)


def send_a_claim(practice: Practice, **ids: str) -> None:
    with acting_for(practice.pk):
        road = build.connection(practice, **{"sender": "SENDERID", "receiver": "RECEIVERID", **ids})
        build.parcel(practice, AT, kind="837P")
        assert outbox.deliver(practice.pk, road.pk, open_carrier=Scripted(), now=Clock()) == 1


def lay(home: Practice, text: str):
    """The file lay in the mailbox of `home`."""
    return receive(Arrival("file.x12", text.encode()), by=RECEIVE, at=AT, at_home=home.pk)


def verdicts(practice: Practice) -> list[str]:
    with acting_for(practice.pk):
        return list(Parcel.objects.order_by("made_at").values_list("verdict", flat=True))


def swapped(text: str) -> str:
    """From the partner RECEIVERID to us, SENDERID."""
    head, rest = text[:106], text[106:]
    fields = head.split("*")
    fields[6], fields[8] = f"{'RECEIVERID':15}", f"{'SENDERID':15}"
    return "*".join(fields) + rest


@pytest.mark.parametrize("text", [ack_999(), ta1("R", "019")], ids=["999", "TA1"])
def test_an_acknowledgement_reaches_the_practice_whose_envelope_it_names(home, other, text):
    send_a_claim(other)
    send_a_claim(home)

    outcome = lay(home, swapped(text))

    assert (outcome.practice, outcome.state) == ("other", "applied")
    assert (verdicts(home), verdicts(other) == [""]) == ([""], False)


def test_a_number_of_another_partner_is_not_taken_for_one_of_the_partner_that_speaks(home, other):
    send_a_claim(home, receiver="ELSEWHERE")
    with acting_for(home.pk):
        build.connection(home, sender="SENDERID", receiver="RECEIVERID")

    outcome = lay(home, swapped(ack_999()))

    assert (outcome.practice, outcome.state, verdicts(home)) == ("home", "unmatched", [""])


def test_a_payment_reaches_its_payee_though_the_mailbox_and_the_envelope_are_anothers(home, other):
    with acting_for(home.pk):
        Practice.objects.filter(pk=home.pk).update(receiver_ids=["SENDERID"])

    outcome = lay(home, swapped(paid()))

    assert outcome.practice == "other"
    with acting_for(home.pk):
        assert not InboundFile.objects.exists()


def test_an_id_that_practices_share_names_none_of_them(home, other):
    with acting_for(home.pk, other.pk):
        Practice.objects.update(receiver_ids=["SENDERID"])

    assert lay(home, swapped(paid())).practice == "other"
    assert lay(home, swapped(ack_999(group="77"))).practice == "home"


def test_a_file_of_several_practices_is_held_at_their_firm_and_shown_to_neither(home, other):
    elsewhere = house.found_firm("A firm that is not asked", by=build.TEST, at=AT)
    one = paid()
    set_of_home = paid(trace="EFT2").replace(OURS, THEIRS)[106:]
    start, end = set_of_home.index("ST*835"), set_of_home.index("GE*")
    both = one.replace("GE*1*", set_of_home[start:end].replace("*0001", "*0002") + "GE*2*")

    outcome = lay(home, both)

    assert (outcome.state, outcome.cause) == ("unrouted", "several_practices_named")
    with acting_for(*practice_ids()):
        assert not Remittance.objects.exists()
        holder = Practice.objects.get(slug=outcome.practice)
        assert (holder.is_firm_office, holder.firm_id == home.firm_id, elsewhere.pk != home.firm_id) == (True,) * 3
    with acting_for(holder.pk):
        assert Task.objects.get(state="open").kind == "route_file"
    with pytest.raises(match.MatchRefused, match="several_practices_named"):
        match.to_practice(holder.pk, outcome.file_id, home.pk, by=RECEIVE, at=AT)


def test_what_was_kept_at_the_firm_and_no_further_is_held_there_and_not_applied(home, other, monkeypatch):
    def killed(*args, **more):
        raise SystemExit

    both = paid().replace(OURS, "1467560003")
    with acting_for(*practice_ids()):
        office = Practice.objects.get(is_firm_office=True, firm=home.firm)
    monkeypatch.setattr(arrival, "_hold", killed)
    with pytest.raises(SystemExit):
        receive(Arrival("file.x12", both.encode()), by=RECEIVE, at=AT)
    monkeypatch.undo()

    (outcome,) = finish(office.pk, by=RECEIVE, at=AT)

    assert (outcome.state, outcome.cause) == ("unrouted", "no_practice_named")
    with acting_for(office.pk):
        assert not Remittance.objects.exists()
