"""An appeal that comes by fax: taken once, delivered or not, looked at again, answered by letter."""

import base64
import json
import ssl
from datetime import date, timedelta
from http.client import HTTPSConnection

import pytest

from partners import pdf
from partners.doors.core.server import CoreDoor
from partners.exchange import faxes, post, scenario
from partners.exchange.departments import Department
from partners.exchange.on_paper import PAPER
from partners.exchange.work import work
from partners.fax_numbers import ADJUSTERS, NUMBERS, printed
from partners.state import members
from partners.state.members import Granted
from partners.world import World
from tests.partners.side import Side

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
TO = NUMBERS["EVG01"]


@pytest.fixture(params=[1.0, 0.0], ids=["overturned", "upheld"])
def side(request: pytest.FixtureRequest, state: object, worlds: dict[str, World]) -> Side:
    plan = scenario.load()
    department = Department(overturned_by_appeal=request.param, appeal_days=10)
    object.__setattr__(plan, "reviews", {**plan.reviews, "EVG01": department})
    opened = Side.open(state, worlds["tidewater"], plan=plan)  # type: ignore[arg-type]
    who = opened.patient("EVG01").coverage
    cut = Granted("N-77", date(2026, 12, 1), date(2027, 2, 28), 6, "", {}, "A6", "", "EVG-70077", asked=12,
                  decided_on=date(2026, 11, 20))  # fmt: skip
    members.grant(opened.exchange.store, who.payer, who.policy_number, cut, practice="tidewater", via="portal")
    return opened


def fax(side: Side, text: str, *, to: str = TO, payload_id: str = "P-1") -> str:
    return faxes.take(side.exchange, "tidewater", payload_id=payload_id, number=to, content=pdf.paper(text))


def told(side: Side, key: str) -> faxes.Told:
    found = faxes.told(side.exchange, "tidewater", key)
    assert found is not None
    return found


def passes(side: Side, time: timedelta) -> None:
    side.clock.pass_by(time)
    work(side.exchange)


def letters(side: Side) -> list[str]:
    return [letter.content.decode() for letter in post.due(side.exchange, PAPER)]


def test_it_is_delivered_and_answered_by_letter_in_its_time(side: Side, request: pytest.FixtureRequest) -> None:
    key = fax(side, "We appeal.\nYour number EVG-70077\n" + "\n" * 60 + "Packet")

    passes(side, MINUTE)

    assert (told(side, key).status, told(side, key).pages) == ("delivered", 2)
    assert letters(side) == []

    passes(side, 20 * DAY)

    (letter,) = letters(side)
    is_overturned = "overturned]" in request.node.name
    assert "EVG-70077" in letter
    assert ("NOTICE OF APPROVAL" in letter, "Our decision stands" in letter) == (is_overturned, not is_overturned)


def test_the_same_id_is_one_fax(side: Side) -> None:
    first, again = fax(side, "Your number EVG-70077"), fax(side, "Your number EVG-70077")
    passes(side, MINUTE)

    assert first == again
    assert side.exchange.store.row("select count(*) as n from fax")["n"] == 1  # type: ignore[index]


def test_an_appeal_that_comes_twice_is_decided_once(side: Side) -> None:
    for place in range(2):
        fax(side, "Your number EVG-70077", payload_id=f"P-{place}")
        passes(side, MINUTE)
    passes(side, 20 * DAY)

    assert len(letters(side)) == 1


def test_a_number_that_is_nobodys_is_not_answered(side: Side) -> None:
    key = fax(side, "Your number EVG-70077", to="+12535550199")
    passes(side, MINUTE)

    assert (told(side, key).status, told(side, key).cause, told(side, key).pages) == ("failed", "no_answer", None)


def test_an_adjusters_machine_takes_it_and_writes_nothing(side: Side) -> None:
    key = fax(side, "Prior authorization request", to=next(iter(ADJUSTERS)))
    passes(side, MINUTE)

    assert (told(side, key).status, letters(side)) == ("delivered", [])


def test_a_busy_line_fails_as_often_as_it_was_ordered(side: Side) -> None:
    side.exchange.faults.order("fax-busy", count=1)
    first = fax(side, "Your number EVG-70077")
    passes(side, MINUTE)
    second = fax(side, "Your number EVG-70077", payload_id="P-2")
    passes(side, MINUTE)

    assert [told(side, key).status for key in (first, second)] == ["failed", "delivered"]


def test_a_fax_that_names_no_decision_is_asked_about(side: Side) -> None:
    fax(side, "We appeal, and do not say what.")
    passes(side, MINUTE)

    assert "WE CANNOT TELL WHAT YOUR FAX IS ABOUT" in letters(side)[0]


def test_a_denial_says_where_appeals_are_faxed_to() -> None:
    assert printed("EVG01") == f"253-555-{TO[-4:]}"
    assert printed("NOBODY") == ""


class TestDoor:
    def ask(
        self, door: CoreDoor, method: str, path: str, side: Side, body: object = None, user: str = "tidewater"
    ) -> tuple[int, dict[str, object]]:
        row = side.exchange.store.row("select password from practice where slug = 'tidewater'")
        signed = base64.b64encode(f"{user}:{row['password']}".encode()).decode()  # type: ignore[index]
        line = HTTPSConnection("127.0.0.1", door.port, context=ssl._create_unverified_context())
        line.request(method, path, json.dumps(body) if body else None, {"Authorization": f"Basic {signed}"})
        answer = line.getresponse()
        return answer.status, json.loads(answer.read())

    def test_it_takes_a_fax_and_says_later_what_became_of_it(self, core_door: CoreDoor, side: Side) -> None:
        body = {"to": TO, "id": "P-9", "file": base64.b64encode(pdf.paper("Your number EVG-70077")).decode()}

        status, taken = self.ask(core_door, "POST", "/fax", side, body)
        before = self.ask(core_door, "GET", f"/fax/{taken['id']}", side)
        passes(side, MINUTE)
        after = self.ask(core_door, "GET", "/fax/P-9", side)

        assert (status, before[1]["status"], after[1]["status"], after[1]["pages"]) == (202, "sending", "delivered", 1)

    @pytest.mark.parametrize(("path", "user", "status"), [("/fax/none", "tidewater", 404), ("/fax/x", "juniper", 401)])
    def test_strangers_and_strange_faxes_are_told_nothing(
        self, core_door: CoreDoor, side: Side, path: str, user: str, status: int
    ) -> None:
        assert self.ask(core_door, "GET", path, side, user=user)[0] == status

    def test_what_is_no_fax_is_refused(self, core_door: CoreDoor, side: Side) -> None:
        assert self.ask(core_door, "POST", "/fax", side, {"to": TO})[0] == 400
