"""What families are told: whether it was told, when a text may reach them, how their own words are read.

`thresholds.toml` and `texting.toml` are dated data; the desk reads them and hands their text in.
"""

from otium.rules.families.telling import signed, told

__all__ = ["signed", "told"]
