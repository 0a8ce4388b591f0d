"""Searches for plans: an Instance in, a Solution with proven bounds out.

May import terms and rules; `cp`, `bounds` and what imports them load ortools and numpy (1.3 s), so pages and doors of
the web never import them (docs/adr/0011). It measures its own time, reads no clock of the day, and draws by a seed.
"""
