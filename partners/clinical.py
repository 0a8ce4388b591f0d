"""What patients come for: diagnoses, usual rhythm and usual codes. ICD-10-CM and CPT codes only, labels are ours."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """`weekly` is visits a week by week since the evaluation; the last two go on by turns. 0 is a week without."""

    title: str
    icd10: tuple[str, ...]
    ages: tuple[int, int]
    weekly: tuple[int, ...]
    visits: tuple[int, int]
    """Usual visits of one episode, least and most."""
    treatments: tuple[tuple[tuple[str, int], ...], ...]
    """Usual codes and units of one treatment; each is used in turn."""
    is_injury: bool = False


HAND_CODES = (
    (("97140", 1), ("97110", 1), ("97530", 1)),
    (("97110", 1), ("97530", 2)),
    (("97140", 1), ("97530", 2)),
)
NEURO_CODES = (
    (("97112", 1), ("97530", 1), ("97535", 1)),
    (("97530", 2), ("97535", 1)),
    (("97112", 2), ("97530", 1)),
)
CHILD_CODES = (
    (("97530", 2), ("97535", 1)),
    (("97530", 2), ("97112", 1)),
    (("97530", 3),),
)
TWICE_THEN_ONCE = (2, 2, 2, 1, 1, 1, 1, 0)
ONCE = (1, 1)
EVERY_OTHER = (1, 1, 1, 1, 1, 0)

HAND = (
    Profile("Distal radius fracture", ("S52.501D", "M25.631"), (28, 62), TWICE_THEN_ONCE, (10, 16), HAND_CODES, True),
    Profile("Carpal tunnel release", ("G56.01", "M25.641"), (35, 63), TWICE_THEN_ONCE, (8, 12), HAND_CODES),
    Profile("Flexor tendon repair", ("S66.121D", "M25.641"), (19, 55), TWICE_THEN_ONCE, (14, 20), HAND_CODES, True),
    Profile("Thumb CMC arthroplasty", ("M18.11", "M79.641"), (50, 64), TWICE_THEN_ONCE, (10, 14), HAND_CODES),
    Profile("Lateral epicondylitis", ("M77.11", "M25.521"), (30, 60), ONCE, (8, 12), HAND_CODES),
)
NEURO = (
    Profile("Stroke with right weakness", ("I69.351", "R27.8"), (45, 64), ONCE, (16, 24), NEURO_CODES),
    Profile("Multiple sclerosis, daily living", ("G35.D", "R53.1"), (30, 60), EVERY_OTHER, (12, 18), NEURO_CODES),
    Profile("Concussion, cognition and vision", ("S06.0X0D", "R41.840"), (20, 50), EVERY_OTHER, (8, 12), NEURO_CODES),
)
OLDER = (
    Profile("Stroke with left weakness", ("I69.354", "R27.8"), (67, 86), ONCE, (18, 26), NEURO_CODES),
    Profile("Parkinson disease, daily living", ("G20.A1", "R27.8"), (66, 84), EVERY_OTHER, (14, 20), NEURO_CODES),
    Profile("Distal radius fracture", ("S52.502D", "M25.632"), (66, 84), TWICE_THEN_ONCE, (10, 14), HAND_CODES, True),
)
CHILD = (
    Profile("Developmental coordination disorder", ("F82", "R27.8"), (5, 11), ONCE, (24, 40), CHILD_CODES),
    Profile("Autism, daily living and sensory", ("F84.0", "R20.8"), (3, 9), ONCE, (30, 48), CHILD_CODES),
    Profile("Cerebral palsy, hand use", ("G80.2", "R27.8"), (3, 10), ONCE, (26, 40), CHILD_CODES),
    Profile("Feeding and fine motor delay", ("R63.32", "F82"), (2, 6), EVERY_OTHER, (16, 26), CHILD_CODES),
)
EVALUATION_CODE = "97166"
