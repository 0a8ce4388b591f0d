"""What clinicians state of a patient: goals and where they stand, scores, findings. Typed at a visit, or read.

`saving.py` keeps what was added at one sitting, or nothing, and takes it back; `on_file.py` reads what is there, with
how each score stands and moved; `checking.py` says what is odd, in sentences.
`offering.py` reads a document (print, sheet, FHIR bundle), `accepting.py` takes the lines that a person chose.
Nothing is deleted.
"""

from otium.desk.charting.accepting import Chosen, accept
from otium.desk.charting.choices import criteria, instrument_names, part_names
from otium.desk.charting.offering import Line, Offer, offer
from otium.desk.charting.on_file import KeptGoal, OnFile, Series, Taken, on_file
from otium.desk.charting.saving import Saved, TakenBack, mark_note, save, take_back

__all__ = [
    "Chosen",
    "KeptGoal",
    "Line",
    "Offer",
    "OnFile",
    "Saved",
    "Series",
    "Taken",
    "TakenBack",
    "accept",
    "criteria",
    "instrument_names",
    "mark_note",
    "offer",
    "on_file",
    "part_names",
    "save",
    "take_back",
]
