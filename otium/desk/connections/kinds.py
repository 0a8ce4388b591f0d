"""The kinds of connection there are, what each asks for, and what each may carry."""

from otium.wires.carriers.base import BLAME, Probe, Step
from otium.wires.carriers.settings import SETTINGS, Field

__all__ = ["BLAME", "CARRIES", "REAL_TIME", "SETTINGS", "X12", "Field", "Probe", "Step"]

X12 = ("270", "276", "278", "275", "837P")
CARRIES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("folder", "sftp", "core", "json"), X12),
    "smtp": ("mail",),
    "sms": ("text",),
    "fax_rest": ("fax",),
    "fax_mail": ("fax",),
}
REAL_TIME = frozenset({"core", "json"})  # partners that answer on the same call
