"""What is said to a payer for a request: sections of sentences with what they rest on, and what lacks.

`compiling.py` puts it together; `who.py`, `course.py`, `scores.py`, `goals.py`, `attendance.py` and `plan.py` say;
`contents.py`, `contradictions.py` and `necessity.py` check; `guide.py` reads contents.toml and criteria/.
"""

from otium.rules.packet.compiling import compiled
from otium.rules.packet.guide import GuideError, Shelf, guide, shelf

__all__ = ["GuideError", "Shelf", "compiled", "guide", "shelf"]
