"""Three invented people whom the first hour walks through, as their payers know them. They stand in no extract."""

from dataclasses import dataclass
from datetime import date, timedelta

from partners import payers
from partners.payers import Payer
from partners.state import members
from partners.state.members import Granted, Member
from partners.state.store import Store
from partners.world import Person

SINCE = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Known:
    """One of them. `key` names the case; `icd10` as the practice codes it."""

    key: str
    payer: Payer
    member_id: str
    first: str
    last: str
    born_on: date
    sex: str
    icd10: tuple[str, ...]


CHILD = Known("child", payers.MEADOW, "MCPTEST900101", "Wren", "Halloway", date(2020, 3, 14), "F", ("F84.0", "R20.8"))
STROKE = Known("stroke", payers.BAYLIGHT, "BMATEST900102", "Augustin", "Pell", date(1952, 8, 2), "M",
               ("I69.354", "R27.8"))  # fmt: skip
HAND = Known("hand", payers.HARBOR, "WCTEST900103", "Rosalind", "Okafor", date(1984, 11, 23), "F",
             ("S52.501D", "M25.631"))  # fmt: skip
EVERYBODY = (CHILD, STROKE, HAND)
CUT_TRACE = "WALKTHROUGH2"
"""Of the request that Baylight cut: what a talk or an appeal names (`second-look --reference`)."""
CUT_NUMBER, ASKED, CUT_TO = "BMAA9001020", 24, 12
CUT_DAYS_AGO, CUT_FOR = 2, timedelta(days=90)


def enrol(store: Store, on: date) -> None:
    """With their payers; the request that was cut is kept as decided. A second call changes nothing."""
    for one in EVERYBODY:
        payer_id = members.key_of(one.payer)
        if members.find(store, payer_id, one.member_id):
            continue
        members.enrol(store, _member(one, on))
        if one is STROKE:
            decided_on = on - timedelta(days=CUT_DAYS_AGO)
            cut = Granted(
                CUT_NUMBER, decided_on, decided_on + CUT_FOR, CUT_TO, "", {}, "A6", "", CUT_TRACE, asked=ASKED,
                decided_on=decided_on,
            )  # fmt: skip
            members.grant(store, one.payer, one.member_id, cut, practice="tidewater", via="portal")


def _member(one: Known, on: date) -> Member:
    person = Person(one.first, "", one.last, one.born_on, one.sex, "", "", "1 Pier Street", "Tacoma", "WA", "98402",
                    "en", None)  # fmt: skip
    return Member(members.key_of(one.payer), one.member_id, person, False, "", on - SINCE, None, on.year)
