"""The calendar: clashes in what was imported (`clashes`), times that are free (`free`)."""

from otium.rules.schedule.clashes import duties

__all__ = ["duties"]
