"""What families see: one page behind a one-purpose link. No account, no script, no cookie, no page of the staff."""
