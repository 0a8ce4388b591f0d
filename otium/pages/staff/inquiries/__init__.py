"""Asking a payer about a coverage from the patient’s page."""
