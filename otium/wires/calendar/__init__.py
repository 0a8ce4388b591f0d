"""Calendars and plans as files. May import `otium.terms` only."""
