"""Taking over a practice's own files in the browser: drop, preview, apply, report, and what was imported before."""
