"""When the database cannot write: what is wrong, that saving is off, audit entries of that time, and saving again.

docs/adr/0006-when-the-disk-is-full.md says why it is like this.
"""
