"""Plans of the calendar: asked by a person, solved in a worker, decided on by people, applied all at once or not.

`asking` and `verdicts` are what people do, `jobs` and `solving` the worker's part, `applying` changes the calendar.
"""
