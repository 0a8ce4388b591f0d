"""Calendars to subscribe to: their secret addresses (`keeping`), what is fetched there (`asking`), of which visits
(`visits`), and what a family keeps of one (`invites`)."""
