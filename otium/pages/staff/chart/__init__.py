"""A patient's chart: goals and how they went, scores over time, findings; and the form of two minutes after a visit."""
