"""A request's packet beside what it rests on, and what waits for a clinician's signature."""
