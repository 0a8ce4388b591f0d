"""Plain forms to add and mend records, all built from one table (desk.mend.KINDS)."""
