"""The families of a chain are asked whether other hours suit them; all must say yes, and then a person accepts.

`asking.py` writes to them, `answering.py` is what their link opens and how a text is heard, `ending.py` ends the asking
and tells those who had said yes, `tending.py` lets it lapse. No message tells one family of another.
"""
