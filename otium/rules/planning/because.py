"""Why a plan puts a visit where it does, as a code; the pages hold the words."""

from otium.rules.planning import wanted as wishes
from otium.terms.planning import Placed
from otium.terms.plans import HouseFacts, Wanted

CODES = ("same_hour", "makes_room", "stated_hours", "same_day", "near_hour", "usual_hour", "free_hour")


def why_there(facts: HouseFacts, wanted: Wanted, placed: Placed) -> str:
    """The first that is true."""
    today, known = wanted.today, wishes.wishes(facts).get(wanted.patient_id)
    entry = next((w for w in facts.waits if w.id == wanted.entry_id), None)
    if today and (today.day, today.start_minute) == (placed.day, placed.start_minute):
        return "same_hour"
    if wanted.makes_room:
        return "makes_room"
    if known or (entry and (entry.wish.weekdays or entry.wish.since or entry.wish.until)):
        return "stated_hours"
    if today:
        return "same_day" if today.day == placed.day else "near_hour"
    times = {(u.weekday, u.minute) for u in facts.usual if u.patient_id == wanted.patient_id}
    return "usual_hour" if (placed.day.weekday(), placed.start_minute) in times else "free_hour"
