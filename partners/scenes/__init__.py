"""Planted trouble: what goes wrong in these practices, one scene a kind, each told in planted.json.

A scene asks for a patient (payer, diagnosis, start, rhythm) and spoils that patient's papers once the calendar stands.
"""

from partners.scenes.authorizations import confirm
from partners.scenes.casts import FOR_JUNIPER, FOR_TIDEWATER
from partners.scenes.rows import spoil_rows
from partners.scenes.scene import Scene, Staged, play
from partners.scenes.told import tell

__all__ = ["FOR_JUNIPER", "FOR_TIDEWATER", "Scene", "Staged", "confirm", "play", "spoil_rows", "tell"]
