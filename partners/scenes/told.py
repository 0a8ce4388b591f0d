"""What a payer tells besides the benefits: who else pays, who owes nothing, what comes first, two limits in one answer.

Nothing is wrong with these cases: only the newest answer of a well-run one says more. They take nothing from the
practice's draws, so that everybody else stays as they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from partners import payers
from partners.paperwork import Office
from partners.payers import Payer
from partners.world import Episode, Extra, Other, Planted, World

ANY_PLAN = (payers.EVERGREEN, payers.NORTHSOUND, payers.CASCADIA, payers.BAYLIGHT)
LARCH = "LARCH VALLEY HEALTH PLAN"
SPEND_DOWN = Decimal(180)
FEW_LEFT, MANY_LEFT = 3, 41
LEAST_SOUND = 8
"""Of a small practice so many cases stay as they are."""


@dataclass(frozen=True, slots=True)
class Telling:
    """`of` are the payers whose answer may tell it."""

    kind: str
    of: tuple[Payer, ...]
    extra: Extra
    what: str


TELLINGS = (
    Telling(
        "medicare_advantage_told", (payers.MEDICARE_B,),
        Extra(others=(Other("R", "HN", payers.BAYLIGHT.name, payers.BAYLIGHT.payer_id),)),
        "Medicare tells of enrolment in Medicare Advantage: that plan pays, not Part B",
    ),
    Telling(
        "medicare_secondary_told", (payers.MEDICARE_B,),
        Extra(others=(Other("R", "12", payers.NORTHSOUND.name, payers.NORTHSOUND.payer_id),)),
        "Medicare tells of a group plan of a working spouse that pays before it",
    ),
    Telling("qmb_told", (payers.MEDICARE_B,), Extra(is_qmb=True), "qualified Medicare beneficiary: owes no cost share"),
    Telling(
        "managed_care_told", (payers.MEADOW,), Extra(others=(Other("MC", "", "LARCH COMMUNITY CARE", "LCC90"),)),
        "Medicaid tells of another managed care plan than the one on file",
    ),
    Telling("spend_down_told", (payers.MEADOW,), Extra(spend_down=SPEND_DOWN),
            "a spend-down comes before Medicaid pays"),
    Telling(
        "other_payer_told", ANY_PLAN, Extra(others=(Other("R", "C1", LARCH, "LVH33"),)),
        "the payer knows of another plan that is not on file",
    ),
    Telling("limits_contradict", ANY_PLAN, Extra(left=(FEW_LEFT, MANY_LEFT)),
            "two remainders of one visit limit in one answer: nobody can say which holds"),
)  # fmt: skip


def tell(world: World, office: Office) -> Iterator[Planted]:
    """One well-run case a kind, the last ones first; a practice without enough of them gets fewer kinds."""
    taken = {one.patient_id for one in world.planted}
    for telling in TELLINGS:
        free = (e for e in reversed(world.episodes) if e.patient.id not in taken and _may_tell(e, office, telling))
        episode = next(free, None)
        sound = sum(e.status == "Active" and e.patient.id not in taken for e in world.episodes)
        if episode is not None and sound > LEAST_SOUND:
            taken.add(episode.patient.id)
            episode.answers.sort(key=lambda answer: answer.answered_on)
            episode.answers[-1] = replace(episode.answers[-1], extra=telling.extra)
            episode.scene = telling.kind
            yield Planted(telling.kind, episode.patient.id, telling.what)


def _may_tell(episode: Episode, office: Office, telling: Telling) -> bool:
    if episode.scene is not None or episode.status != "Active" or episode.coverage.payer not in telling.of:
        return False
    return (
        bool(episode.answers) and all(answer.is_active for answer in episode.answers) and bool(episode.ahead(office.on))
    )
