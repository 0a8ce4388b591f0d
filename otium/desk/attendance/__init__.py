"""What a practice expects of families (`policy`, `chosen`), and how regularly a patient comes (`figure`)."""
