"""Receipts of faxes and texts: as we keep them, and as services call with them. Imports terms alone."""
