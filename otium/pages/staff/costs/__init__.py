"""What the family owes, visit by visit, and the good-faith estimates of a patient."""
