"""Receipts of faxes. Imports terms alone."""
