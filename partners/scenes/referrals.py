"""TRICARE Prime: no visit without a referral that counts visits and ends on a day."""

from partners.paperwork import DAY, Office
from partners.scenes.scene import Staged, booked_after, nth_booked
from partners.world import Episode, Referral


def missing(episode: Episode, office: Office) -> Staged:
    episode.referral = None
    return Staged("no referral on file; the day is the next booked visit", nth_booked(episode, office, 0))


def expires(episode: Episode, office: Office) -> Staged:
    referral = _referral(episode)
    referral.expires_on = office.on + 15 * DAY
    return Staged(
        "ends before booked visits; the day is the first booked visit after it",
        booked_after(episode, office, referral.expires_on),
    )


def visits_exceeded(episode: Episode, office: Office) -> Staged:
    """Every visit since the referral counts, the evaluation too."""
    _referral(episode).visits = len(episode.visits) + 2
    return Staged(
        "booked visits exceed the referral's count; the day is the first one over", nth_booked(episode, office, 2)
    )


def _referral(episode: Episode) -> Referral:
    if episode.referral is None:
        raise ValueError(f"case {episode.case_id} has no referral")
    return episode.referral
