"""Received files: what each was, what it changed, why it waits, its bytes explained."""
