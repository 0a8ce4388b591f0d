"""Connections: the roads to partners, with what is secret about them sealed.

`editing` makes and changes one, `moves` pauses and resumes, `probing` tries it out, `carriers` opens its secrets.
"""
