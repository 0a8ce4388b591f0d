"""Good-faith estimates: asked for, drafted from the bookings, changed by hand, given, taken the place of.

`content(estimate_id, language)` is what a document says, in English or Spanish; whoever sends one calls `issue`.
"""

from otium.desk.estimates.giving import NotDraft, NotReady, ask, change, draft, issue, missing, withdraw
from otium.desk.estimates.saying import Document, DocumentLine, content
from otium.desk.estimates.standing import Standing, line, pays_self, standing

__all__ = [
    "Document", "DocumentLine", "NotDraft", "NotReady", "Standing", "ask", "change", "content", "draft", "issue",
    "line", "missing", "pays_self", "standing", "withdraw",
]  # fmt: skip
