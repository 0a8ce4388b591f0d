"""Good-faith estimates: asked for, drafted from the bookings, changed by hand, given, taken the place of.

`content(estimate_id, language)` is what a document says, in English or Spanish; whoever sends one calls `issue`.
"""

from otium.desk.estimates.giving import NotDraft, NotReady, ask, change, draft, issue, withdraw
from otium.desk.estimates.saying import Document, DocumentLine, content

__all__ = [
    "Document", "DocumentLine", "NotDraft", "NotReady", "ask", "change", "content", "draft", "issue", "withdraw",
]  # fmt: skip
