"""Trouble in rows and files rather than in care: orphans, flags, an unreadable date, a stranger's 271."""

from collections.abc import Iterator

from partners.intake import Intake
from partners.paperwork import DAY, Office, authorization, healthy_answer
from partners.world import CHANGED, REMOVED, Episode, Planted, World

AUTHORIZATIONS = "webpt/authorizations.csv"
UNREADABLE = "2026-02-31"


def spoil_rows(world: World, intake: Intake, office: Office) -> Iterator[Planted]:
    """Takes well-run cases with an authorization, one each; a practice without enough of them gets fewer kinds."""
    sound = (e for e in world.episodes if e.scene is None and e.status == "Active" and e.authorizations and e.visits)
    for spoil, episode in zip((_removed, _changed, _unreadable), sound, strict=False):
        yield spoil(episode, office)
    yield _orphan(world, office)
    yield _stranger(world, intake, office)


def _removed(episode: Episode, office: Office) -> Planted:
    row = authorization(episode, office, starts_on=office.on - 5 * DAY, ends_on=office.last_on, visits=20)
    row.export_flag, row.modified_on = REMOVED, office.on - DAY
    episode.authorizations.append(row)
    what = "export_flag 3: the old system has taken this authorization back; it must not count"
    return Planted("export_removed", episode.patient.id, what, file=AUTHORIZATIONS, key=str(row.record_id))


def _changed(episode: Episode, office: Office) -> Planted:
    row = episode.authorizations[-1]
    row.export_flag, row.modified_on = CHANGED, office.on - DAY
    episode.export_flag = episode.patient.export_flag = CHANGED
    what = "export_flag 2 without an earlier 1, in patients, cases and authorizations: counts as new"
    return Planted("export_changed", episode.patient.id, what, file=AUTHORIZATIONS, key=str(row.record_id))


def _unreadable(episode: Episode, office: Office) -> Planted:
    row = authorization(episode, office, starts_on=office.on, ends_on=office.last_on, visits=8)
    row.end_text = UNREADABLE
    episode.authorizations.append(row)
    what = f"auth_end_date {UNREADABLE} is no day: the row is held back"
    return Planted("unreadable_date", episode.patient.id, what, file=AUTHORIZATIONS, key=str(row.record_id))


def _orphan(world: World, office: Office) -> Planted:
    row = authorization(world.episodes[0], office, starts_on=office.on - 30 * DAY, ends_on=office.last_on, visits=10)
    row.case_id, row.patient_id = 999_001, 999_002
    world.orphans.append(row)
    what = "authorization of a case and a patient that no other table knows"
    return Planted("orphan_authorization", None, what, file=AUTHORIZATIONS, key=str(row.record_id))


def _stranger(world: World, intake: Intake, office: Office) -> Planted:
    """Drawn like any new patient, then never entered."""
    while not (guest := intake.ordinary(on=office.on, therapist=world.therapists[0])).coverage.payer.payer_id:
        continue
    answer = healthy_answer(guest, office)
    world.strays.append((guest.patient.person, guest.coverage, answer))
    what = f"a 271 of {answer.answered_on} about a person whom the practice does not know"
    return Planted("person_unknown", None, what, file="x12", key=guest.coverage.policy_number)
