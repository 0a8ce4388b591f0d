"""A chart as plain values for the templates: no query, no model."""
