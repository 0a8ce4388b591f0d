"""Pages for staff, one folder a workflow: urls, views, forms, present (plain values for the templates)."""
