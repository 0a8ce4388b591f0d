"""One measured figure."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` in `unit`, beside `peer_value` of `peer` measured in the same run; `ratio` is value / peer_value."""

    name: str
    value: float
    unit: str
    peer: str
    peer_value: float
    n: int
    note: str = ""

    def line(self) -> str:
        ratio = round(self.value / self.peer_value, 3) if self.peer_value else None
        return json.dumps(asdict(self) | {"ratio": ratio})


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0 to 1) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 1000 * len(ordered)) // 1000) - 1))]
