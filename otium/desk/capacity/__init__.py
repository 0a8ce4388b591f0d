"""Hours and production of a practice, read and handed to the rules: `loading`, `production`, `utilisation`, `forecast`;
what the forecast assumes (`assuming`)."""
