"""Connections: the roads to partners, with what is secret about them sealed.

`editing` makes and changes one, `moves` pauses and resumes, `probing` tries it out, `trial` sends
a test mail, text or fax by it, `carriers` opens its secrets.
"""
