"""Rules and terms: no Django, no clock, seconds."""
