"""Lines for a chart out of the text of a paper: only what is labelled is proposed, and a person accepts each."""

from otium.rules.charting.labelled import read_pages

__all__ = ["read_pages"]
