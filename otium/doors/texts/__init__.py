"""Services of texts: they call to say what became of one."""
