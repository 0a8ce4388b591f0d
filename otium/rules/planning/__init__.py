"""What must hold in a plan of visits, what it is worth, and why a visit found no place.

`legal` judges a finished plan without knowing how it was made; the solver's own state is never asked.
"""
