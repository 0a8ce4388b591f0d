"""What Otium may do by itself: each playbook as it ships, or as the practice chose."""

from enum import StrEnum

from otium.records.models import Practice


class Autonomy(StrEnum):
    AUTO = "auto"  # done by itself
    ASK = "ask"  # prepared; one click by a person who may
    MANUAL = "manual"  # nothing is prepared


SHIPPED = {
    "ask_coverage": Autonomy.AUTO,  # 270s where the answer on file is stale
    "tell_family": Autonomy.ASK,  # limits and thresholds
    "give_estimate": Autonomy.ASK,  # good-faith estimates
    "give_abn": Autonomy.ASK,
}


def of(practice: Practice, playbook: str) -> Autonomy:
    """Raises KeyError for a playbook that does not exist."""
    return Autonomy(practice.autonomy.get(playbook, SHIPPED[playbook]))
