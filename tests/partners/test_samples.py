"""The samples that Otium is held to are read here by other eyes, and none of them is refused."""

from pathlib import Path

import pytest

from partners.exchange.front import judge
from partners.reading import asks, claims, interchange

SAMPLES = Path(__file__).parents[1] / "wires" / "x12" / "samples"
FILES = [
    path for kind in ("270", "275", "276", "278_request", "837p") for path in sorted(SAMPLES.glob(f"{kind}_*.x12"))
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_is_accepted_and_read(path: Path) -> None:
    read = interchange.read(path.read_bytes())

    verdicts = [verdict for one in read for group in one.groups for verdict in judge(one, group)]

    assert [verdict.verdict for verdict in verdicts] == ["A"] * len(verdicts) != []
    for one in (each for found in read for group in found.groups for each in group.sets):
        if one.code == "837":
            found = claims.read(one.segments)
            assert all(claim.charge == sum(line.charge for line in claim.lines) > 0 for claim in found)
            assert all(claim.first_on and claim.diagnoses and claim.subscriber.id for claim in found)
        elif one.code != "275":
            assert all(ask.trace and ask.patient.member_id for ask in asks.read(one.segments))
