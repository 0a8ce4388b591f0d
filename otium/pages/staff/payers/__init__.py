"""The practice's payers: how each is reached, what holds for it and why, how it answers, decides and denies."""
