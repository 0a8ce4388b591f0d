"""Claims: what is wrong with one before it leaves, how one is built from the records, what a person must do."""
