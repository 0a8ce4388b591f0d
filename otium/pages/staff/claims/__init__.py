"""Claims, remittances, and what a record lacks for either."""
