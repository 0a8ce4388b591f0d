"""Every command of `python -m partners` finds its function and hands it what it takes."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest

from partners.__main__ import COMMANDS, _parser
from partners.adjudication.case import Ruling
from partners.phone import call
from partners.serving import Wanted
from partners.state.records import load
from partners.takebacks import take_back
from tests.partners.sent import Line, Sent, claim_file
from tests.partners.side import Side, only, segments

LINES = {
    "write": "write --out DIR --on 2026-11-25",
    "serve": "serve --state DIR --sftp-port 1 --http-port 2 --folder DIR --scenario FILE --seed 3 --speed 4",
    "settings": "settings --state DIR",
    "status": "status --state DIR",
    "fault": "fault slow --state DIR --for 5 --payer EVG01",
    "down": "down --state DIR",
    "up": "up --state DIR",
    "take-back": "take-back --state DIR --claim 1 --by-plb",
    "phone": "phone --state DIR --payer HARBOR --claim 1",
    "review": "review --state DIR --practice juniper --payer HARBOR --member WC1 --by fax --visits 12"
    " --from 2026-12-01 --to 2027-01-31 --papers 08,09",
    "records": "records --state DIR --payer HARBOR --reference HAR-1",
    "standing": "standing --state DIR --payer HARBOR --reference HAR-1",
    "second-look": "second-look --state DIR --payer BAY65 --reference R1 --by talk",
    "paper": "paper --state DIR --out DIR",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_parsed_is_what_the_function_takes(command: str) -> None:
    given = vars(_parser().parse_args(LINES[command].split()))
    module, name = COMMANDS[given.pop("command")].split(":")

    takes = inspect.signature(Wanted if command == "serve" else getattr(import_module(module), name))

    takes.bind(**given)


@pytest.mark.parametrize(("by_plb", "code"), [(False, "FB"), (True, "WO")])
def test_a_paid_claim_is_taken_back_by_command(side: Side, state: Path, by_plb: bool, code: str) -> None:
    sent = Sent(side.patient("NSH22"), side.clinic)
    side.send(claim_file(sent))
    side.after()
    icn, ruling = side.exchange.store.rows("select icn, ruling from claim")[0]

    take_back(state=state, icn=icn, by_plb=by_plb)
    side.exchange.store.run("update claim set decide_at = 0 where state = 'review'")
    side.after()
    for n, day in enumerate((17, 18, 19)):
        side.send(claim_file(sent.but(number=f"B{n}", lines=(Line(on=Line().on.replace(day=day)),))))
    side.after()

    paid = load(Ruling, ruling).paid
    taken = [s for s in side.answers("835") if s[0] == "PLB" and s[3].startswith(code)]
    assert {s[4] for s in taken} >= {f"{paid.normalize():f}"}
    with pytest.raises(LookupError, match="no paid claim"):
        take_back(state=state, icn="NOSUCH")


def test_a_call_is_told_as_json(side: Side, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    side.send(claim_file(Sent(side.patient("NSH22"), side.clinic)))
    side.after()

    call(state=state, payer_id="NSH22", number="A1001")

    assert '"paid": "34.40"' in capsys.readouterr().out
    assert only(segments(side.mail("835")[0]), "CLP")[4] == "34.4"
