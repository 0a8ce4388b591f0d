"""Authorizations that run out, lapse, overlap, come late or never came. Evaluations need no authorization here."""

from partners.paperwork import DAY, Office, approval, authorization, started_on
from partners.scenes.scene import Staged, nth_booked, treatments_since
from partners.world import Decision, Episode

FIRST_WITHOUT = "the day is the first booked visit without one"


def _single(episode: Episode, office: Office, *, booked: int) -> None:
    """One authorization since the evaluation, far from its end, that holds the visits made and so many booked ones."""
    starts_on = started_on(episode) + DAY
    visits = treatments_since(episode, starts_on) + booked
    ends_on = office.last_on + 30 * DAY
    episode.authorizations = [authorization(episode, office, starts_on=starts_on, ends_on=ends_on, visits=visits)]


def runs_out(episode: Episode, office: Office) -> Staged:
    _single(episode, office, booked=3)
    return Staged(
        f"visits run out before the end date; {FIRST_WITHOUT}",
        nth_booked(episode, office, 3),
    )


def renewal_late(episode: Episode, office: Office) -> Staged:
    _single(episode, office, booked=1)
    return Staged(
        f"one visit left, no renewal asked, the last safe day is over; {FIRST_WITHOUT}",
        nth_booked(episode, office, 1),
    )


def no_rate(episode: Episode, office: Office) -> Staged:
    _single(episode, office, booked=2)
    return Staged(
        "no expected rate for this payer, so dollars at risk are unknown; visits run out on the day",
        nth_booked(episode, office, 2),
    )


def ends_unused(episode: Episode, office: Office) -> Staged:
    _single(episode, office, booked=8)
    only = episode.authorizations[0]
    only.ends_on = office.on + 10 * DAY
    return Staged("ends with visits unused: more are left than are booked until the end date", only.ends_on)


def overlapping(episode: Episode, office: Office) -> Staged:
    """Both rows carry one authorization_id, as the old system does when a second is typed over the first."""
    _single(episode, office, booked=4)
    first = episode.authorizations[0]
    first.ends_on = office.on + 35 * DAY
    second = authorization(
        episode, office, starts_on=office.on - 20 * DAY, ends_on=office.last_on + 40 * DAY, visits=16
    )
    second.authorization_id = first.authorization_id
    episode.authorizations.append(second)
    return Staged(f"two authorizations active at once: records {first.record_id} and {second.record_id}")


def late_approval(episode: Episode, office: Office) -> Staged:
    _single(episode, office, booked=2)
    decision = Decision(
        decided_on=office.on - DAY,
        action="A1",
        number=_number(episode, office),
        starts_on=office.on - 14 * DAY,
        ends_on=office.last_on + 30 * DAY,
        visits=24,
        request="R",
    )
    episode.decisions.append(decision)
    return Staged("a 278 approval, unknown to the extract, overlaps the row there and covers all that is booked")


def modified(episode: Episode, office: Office) -> Staged:
    _single(episode, office, booked=0)
    episode.authorizations[0].ends_on = office.on - DAY
    decision = Decision(
        decided_on=office.on - 2 * DAY,
        action="A6",
        number=_number(episode, office),
        starts_on=office.on,
        ends_on=office.last_on + 20 * DAY,
        visits=6,
        request="R",
        message="12 VISITS REQUESTED 6 VISITS APPROVED",
    )
    episode.decisions.append(decision)
    return Staged(
        f"278 modified: 12 visits asked, 6 given; {FIRST_WITHOUT}",
        nth_booked(episode, office, 6),
    )


def pended(episode: Episode, office: Office) -> Staged:
    _single(episode, office, booked=2)
    decision = Decision(office.on - 4 * DAY, "A4", request="R", message="PENDED FOR CLINICAL REVIEW SEND RECORDS")
    episode.decisions.append(decision)
    return Staged(f"renewal pended; {FIRST_WITHOUT}", nth_booked(episode, office, 2))


def denied(episode: Episode, office: Office) -> Staged:
    _single(episode, office, booked=1)
    message = "NOT CERTIFIED PEER TO PEER WITHIN 14 DAYS"
    episode.decisions.append(Decision(office.on - 3 * DAY, "A3", request="R", reason="82", message=message))
    return Staged(f"renewal denied; {FIRST_WITHOUT}", nth_booked(episode, office, 1))


def made_before_entry(episode: Episode, office: Office) -> Staged:
    _single(episode, office, booked=4)
    only = episode.authorizations[0]
    only.modified_on = office.on - 2 * DAY
    only.notes = "Approved by adjuster by telephone, entered late"
    made = treatments_since(episode, only.starts_on)
    return Staged(
        f"{made} visits were made before the row was entered and count; {FIRST_WITHOUT}",
        nth_booked(episode, office, 4),
    )


def by_code_units(episode: Episode, office: Office) -> Staged:
    episode.authorizations = []
    decision = Decision(
        decided_on=started_on(episode) + 2 * DAY,
        action="A1",
        number=_number(episode, office),
        starts_on=started_on(episode) + DAY,
        ends_on=office.last_on + 30 * DAY,
        code_units=(("97530", 24), ("97535", 24)),
    )
    episode.decisions.append(decision)
    made = treatments_since(episode, started_on(episode) + DAY)
    return Staged(
        "278 by code: 24 units of 97530, two used each visit; the day is the first booked visit without units",
        nth_booked(episode, office, 12 - made),
    )


def pooled_visits(episode: Episode, office: Office) -> Staged:
    starts_on = started_on(episode) + DAY
    visits = treatments_since(episode, starts_on) + 4
    episode.authorizations = []
    decision = Decision(
        decided_on=started_on(episode) + 2 * DAY,
        action="A1",
        number=_number(episode, office),
        starts_on=starts_on,
        ends_on=office.last_on + 30 * DAY,
        visits=visits,
        message="VISITS MAY BE USED FOR ANY OCCUPATIONAL THERAPY CODE",
    )
    episode.decisions.append(decision)
    return Staged(
        f"278 of {visits} visits pooled over all codes, not in the extract; {FIRST_WITHOUT}",
        nth_booked(episode, office, 4),
    )


def missing(episode: Episode, office: Office) -> Staged:
    episode.authorizations = []
    return Staged(
        "the 271 says that one is needed, there is none; the day is the next booked visit",
        nth_booked(episode, office, 0),
    )


def confirm(episode: Episode) -> None:
    """The 278 of an authorization that the extract already holds: receiving it must change nothing."""
    episode.decisions.append(approval(episode.authorizations[-1]))


def _number(episode: Episode, office: Office) -> str:
    return f"{episode.coverage.payer.member_prefix}A{office.rng.randrange(10**6, 10**7)}"
