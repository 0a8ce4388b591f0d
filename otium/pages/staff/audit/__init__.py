"""Who saw or changed what: the audit trail with filters, as a list and as CSV."""
