"""Connections: made, changed, tested, paused; what is secret goes in and never comes out."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.desk.connections import carriers, kinds, probing
from otium.pages.staff.connections import words
from otium.pages.staff.connections.forms import ConnectionForm
from otium.pages.words import carriers as reasons
from otium.records.models import AuditEvent, Connection, History, Parcel
from otium.wires.carriers.base import Probe, Step
from tests import build
from tests import cast as people
from tests.cast import AT, Cast

SECRET = "hunter2-do-not-tell"
KEY = "SHA256:" + "a" * 43
SFTP = {
    "kind": "sftp", "name": "Clearinghouse", "setting_host": "sftp.clearing.example", "setting_port": "22",
    "setting_user": "otium", "secret_password": SECRET, "setting_send_folder": "in", "setting_fetch_folder": "out",
    "setting_after_reading": "move", "setting_read_folder": "read", "setting_settle_seconds": "5",
    "carries": ["270", "837P"], "is_test": "True", "sender_qualifier": "ZZ", "sender": "OTIUM1",
    "receiver_qualifier": "ZZ", "receiver": "CLEARING", "newline": "", "fetch_minutes": "5", "batch_minutes": "0",
    "most_in_batch": "500",
}  # fmt: skip


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["owner"])


def make(client: Client, cast: Cast, **other: Any) -> Connection:
    client.post(reverse("connection_add"), SFTP | other)
    with acting.acting_for(cast.a.pk):
        return Connection.objects.get(practice=cast.a)


def again(row: Connection) -> Connection:
    with acting.acting_for(row.practice_id):
        return Connection.objects.get(pk=row.pk)


def act(client: Client, name: str, row: Connection, **given: str) -> Any:
    return client.post(reverse(name, args=[row.pk]), given, follow=True)


def said(response: Any) -> list[str]:
    """The last, as those that were not looked at yet stay."""
    return [str(message) for message in response.context["messages"]][-1:]


def test_every_kind_has_a_name_and_a_sentence_and_every_fault_and_step_has_words() -> None:
    steps = Step.__dataclass_fields__["name"].type

    assert set(words.KINDS) == set(kinds.SETTINGS) == set(kinds.CARRIES)
    assert set(kinds.BLAME) <= set(words.FAULTS)
    assert set(kinds.BLAME) <= set(reasons.FAULTS)
    assert all(name in words.CARRIES for carried in kinds.CARRIES.values() for name in carried)
    choices = {choice for fields in kinds.SETTINGS.values() for each in fields for choice in each.choices}
    assert {choice for choice in choices if choice.islower()} <= set(words.CHOICES)
    assert steps is not None
    assert set(words.STEPS) >= {"address", "tls", "host_key", "sign_in", "send_folder", "fetch_folder", "answer"}


@pytest.mark.parametrize("carrier", kinds.SETTINGS)
def test_the_form_of_each_kind_asks_for_all_that_its_kind_asks_for(carrier: str) -> None:
    form = ConnectionForm(carrier=carrier)

    asked = {name.removeprefix("setting_").removeprefix("secret_") for name in form.fields}
    assert {each.name for each in kinds.SETTINGS[carrier]} <= asked
    shown = [field.name for _title, fields in form.groups() for field in fields]
    assert sorted(shown) == sorted(form.fields)


def test_without_a_kind_the_kinds_are_offered(client: Client) -> None:
    body = client.get(reverse("connection_add")).content.decode()

    assert all(str(kind.name) in body for kind in words.KINDS.values())


def test_a_connection_is_made_with_its_secret_sealed(client: Client, cast: Cast) -> None:
    row = make(client, cast)

    with acting.acting_for(cast.a.pk):
        opened = carriers.secrets_of(cast.a, row)
    assert (row.name, row.carrier, row.carries, row.is_test) == ("Clearinghouse", "sftp", ["270", "837P"], True)
    assert opened == {"password": SECRET}
    assert SECRET.encode() not in bytes(row.secret)


def test_a_secret_is_nowhere_but_under_its_seal(client: Client, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    row = make(client, cast)
    wrong = client.post(reverse("connection_change", args=[row.pk]), SFTP | {"name": "", "secret_password": SECRET})
    pages = [
        wrong, client.get(reverse("connections")), client.get(reverse("connection", args=[row.pk])),
        client.get(reverse("connection_change", args=[row.pk])),
    ]  # fmt: skip

    assert all(page.status_code == 200 for page in pages)
    assert not any(SECRET in page.content.decode() for page in pages)
    assert SECRET not in caplog.text
    with acting.acting_for(cast.a.pk):
        trail = [str(vars(each)) for each in (*AuditEvent.objects.all(), *History.objects.all())]
        columns = {name: value for name, value in vars(again(row)).items() if name != "secret"}
    assert not any(SECRET in each for each in (*trail, str(columns)))


def test_the_text_of_a_key_does_not_come_back_on_the_page_either(client: Client, cast: Cast) -> None:
    body = client.post(reverse("connection_add"), SFTP | {"name": "", "secret_private_key": SECRET}).content.decode()

    assert SECRET not in body
    assert "must be typed again" in body


def test_an_empty_secret_is_kept_a_typed_one_replaces_it_and_a_ticked_one_goes(client: Client, cast: Cast) -> None:
    row = make(client, cast)
    url = reverse("connection_change", args=[row.pk])

    def secrets() -> dict[str, str]:
        with acting.acting_for(cast.a.pk):
            return carriers.secrets_of(cast.a, again(row))

    client.post(url, SFTP | {"secret_password": ""})
    kept = secrets()
    client.post(url, SFTP | {"secret_password": "another", "secret_passphrase": "x"})
    replaced = secrets()
    client.post(url, SFTP | {"secret_password": "", "remove_passphrase": "on"})

    assert kept == {"password": SECRET}
    assert replaced == {"password": "another", "passphrase": "x"}
    assert secrets() == {"password": "another"}
    assert "Set on Mon, Nov 23 and never shown" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"setting_host": ""}, "setting_host"),
        ({"carries": []}, "carries"),
        ({"sender": "A*B"}, "sender"),
        ({"receiver": ""}, "receiver"),
        ({"setting_port": "70000"}, "setting_port"),
        ({"window_opens_at": "8 pm"}, "window_opens_at"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_made(
    client: Client, cast: Cast, given: dict[str, Any], field: str
) -> None:
    response = client.post(reverse("connection_add"), SFTP | given)

    assert field in response.context["form"].errors
    with acting.acting_for(cast.a.pk):
        assert not Connection.objects.exists()


def test_a_change_tells_what_changed_and_saving_the_same_tells_nothing(client: Client, cast: Cast) -> None:
    row = make(client, cast)
    url = reverse("connection_change", args=[row.pk])
    with acting.acting_for(cast.a.pk):
        Connection.objects.filter(pk=row.pk).update(carries=["837P", "270"])

    client.post(url, SFTP | {"secret_password": ""})
    client.post(url, SFTP | {"secret_password": "", "fetch_minutes": "10", "receiver": "OTHER"})

    events = [event.what for event in client.get(reverse("connection", args=[row.pk])).context["events"]]
    assert sorted(events) == ["Changed: receiver and how often mail is looked for", "Made"]


def test_two_connections_of_one_name_are_refused(client: Client, cast: Cast) -> None:
    make(client, cast)

    response = client.post(reverse("connection_add"), SFTP)

    assert response.context["form"].errors["name"] == ["Another connection of this practice has it."]


def test_a_folder_outside_what_the_operator_allows_is_refused(client: Client, cast: Cast, tmp_path: Path) -> None:
    folder = {"kind": "folder", "setting_send_folder": "/etc", "setting_fetch_folder": str(tmp_path)}

    response = client.post(reverse("connection_add"), SFTP | folder)

    assert any(name.startswith("setting_") for name in response.context["form"].errors)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "169.254.169.254", "2130706433", "10.0.0.5", "[::1]"])
def test_an_address_in_a_private_network_is_never_spoken_to(client: Client, cast: Cast, host: str) -> None:
    sftp = make(client, cast, setting_host=host.strip("[]"))

    by_sftp = act(client, "connection_test", sftp)
    core = {name: value for name, value in SFTP.items() if not name.startswith(("setting_", "secret_"))} | {
        "kind": "core", "name": "Core", "setting_url": f"https://{host}/core", "setting_envelope": "soap",
        "setting_operations": "specific", "setting_sender_id": "A", "setting_receiver_id": "B",
        "real_time": ["270"], "most_at_once": "4", "most_a_minute": "60",
    }  # fmt: skip
    response = client.post(reverse("connection_add"), core, follow=True)
    with acting.acting_for(cast.a.pk):
        made = Connection.objects.filter(name="Core").first()
    by_core = act(client, "connection_test", made) if made else response

    for answer in (by_sftp, by_core):
        steps = answer.context.get("steps") or []
        assert "form" in answer.context or [step.tone for step in steps][-1:] == ["blocked"]
        assert not any(step.tone == "clear" for step in steps)


@pytest.mark.parametrize(
    "url", ["http://core.example/x", "gopher://core.example/x", "file:///etc/passwd", "core.example"]
)
def test_an_address_that_is_not_https_is_refused(client: Client, cast: Cast, url: str) -> None:
    core = {name: value for name, value in SFTP.items() if not name.startswith(("setting_", "secret_"))} | {
        "kind": "core", "setting_url": url, "setting_envelope": "soap", "setting_operations": "specific",
        "setting_sender_id": "A", "setting_receiver_id": "B", "most_at_once": "4", "most_a_minute": "60",
    }  # fmt: skip

    response = client.post(reverse("connection_add"), core)

    assert "setting_url" in response.context["form"].errors


def test_messages_that_waited_for_a_road_take_a_new_one(client: Client, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        parcel = build.parcel(cast.a, AT)
    body = client.get(reverse("connections")).content.decode()

    row = make(client, cast)

    assert "One message waits: no connection carries it." in body
    with acting.acting_for(cast.a.pk):
        assert Parcel.objects.get(pk=parcel.pk).connection_id == row.pk


def test_pausing_needs_a_reason_and_going_on_forgets_the_failures(client: Client, cast: Cast) -> None:
    row = make(client, cast)

    refused = said(act(client, "connection_pause", row))
    act(client, "connection_pause", row, why="moving to another clearinghouse")
    paused = again(row).state
    with acting.acting_for(cast.a.pk):
        Connection.objects.filter(pk=row.pk).update(failures=3, rests_until=AT)
    fetch = said(act(client, "connection_fetch", row))
    act(client, "connection_resume", row)

    assert refused == ["Say why, in a few words."]
    assert paused == "paused"
    assert fetch == ["It is paused: let it go on first."]
    assert (again(row).state, again(row).failures, again(row).rests_until) == ("active", 0, None)
    events = [event.what for event in client.get(reverse("connection", args=[row.pk])).context["events"]]
    assert sorted(events) == ["Let go on", "Made", "Paused: moving to another clearinghouse"]


def test_a_test_tells_each_step_and_offers_to_confirm_a_key_that_nobody_has(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make(client, cast)
    answers(monkeypatch, Step("address", "ok"), Step("host_key", "host_key", KEY))

    response = act(client, "connection_test", row)
    act(client, "connection_pin", row, fingerprint=KEY)

    assert [(step.name, step.tone) for step in response.context["steps"]] == [
        ("Reach them", "clear"), ("Know their server", "risk"),
    ]  # fmt: skip
    assert (response.context["key"], response.context["had_key"]) == (KEY, False)
    assert again(row).settings["host_key"] == KEY
    assert "another key than the one you confirmed" in act(client, "connection_test", row).content.decode()


@pytest.mark.parametrize("fingerprint", ["", "SHA256:short", "SHA256:" + "a" * 43 + ",SHA256:" + "b" * 43])
def test_what_is_no_fingerprint_is_not_confirmed(client: Client, cast: Cast, fingerprint: str) -> None:
    row = make(client, cast)

    act(client, "connection_pin", row, fingerprint=fingerprint)

    assert "host_key" not in again(row).settings


def test_a_test_that_goes_well_lets_a_resting_connection_go_on(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make(client, cast)
    with acting.acting_for(cast.a.pk):
        Connection.objects.filter(pk=row.pk).update(failures=3, rests_until=AT, last_error={"code": "auth"})
    answers(monkeypatch, Step("address", "ok"), Step("tls", "skipped"), Step("sign_in", "ok"))

    response = act(client, "connection_test", row)

    assert response.context["is_ok"]
    assert (again(row).failures, again(row).rests_until) == (0, None)


def answers(monkeypatch: pytest.MonkeyPatch, *steps: Step) -> None:
    """What the partner shows to a test."""

    class Partner:
        def probe(self) -> Probe:
            return Probe(steps)

    monkeypatch.setattr(probing, "probe", lambda *args, **kw: PROBE(*args, open_carrier=lambda *_: Partner(), **kw))


PROBE = probing.probe


def test_a_failure_is_told_in_words_with_what_to_do(client: Client, cast: Cast) -> None:
    row = make(client, cast)
    error = {"code": "auth", "detail": "", "needs_person": True}
    with acting.acting_for(cast.a.pk):
        Connection.objects.filter(pk=row.pk).update(failures=2, last_error=error, last_error_at=AT)

    (shown,) = client.get(reverse("connections")).context["rows"]

    assert (shown.state.tone, shown.state.word, shown.state.what) == ("blocked", "Needs you", "Signing in was refused.")
    assert "set the password" in shown.state.mend


def test_the_office_reads_and_tests_and_only_owner_and_manager_change(cast: Cast, client: Client) -> None:
    row = make(client, cast)
    assistant = people.signed_in(cast.people["assistant"])

    page = assistant.get(reverse("connection", args=[row.pk]))

    assert (page.context["may_test"], page.context["may_change"]) == (True, False)
    assert assistant.get(reverse("connection_change", args=[row.pk])).status_code == 404


def test_the_list_asks_a_fixed_number_of_questions(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    with acting.acting_for(cast.a.pk):
        for _number in range(12):
            build.connection(cast.a)

    with django_assert_max_num_queries(16):
        assert len(client.get(reverse("connections")).context["rows"]) == 12
