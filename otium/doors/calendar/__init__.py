"""Calendar programs: a feed behind a secret address."""
