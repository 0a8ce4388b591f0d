"""A person's own calendar feeds."""
