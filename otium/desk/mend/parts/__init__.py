"""Fields of a record that are kept in rows of their own."""
