"""The desk: one ranked list over all practices a person works for, and one task's work beside it.

`filters.py` what the person narrows it to, `present.py` makes plain values, `done.py` what was done today,
`panel/` one task, `views.py` shows, `moves.py` changes.
"""
