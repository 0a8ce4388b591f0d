"""The calendar as plain pages: a week by therapist and day, booking, one visit with what may become of it."""
