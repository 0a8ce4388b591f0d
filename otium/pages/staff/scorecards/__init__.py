"""How payers decide what they are asked: the list, one payer, and both as CSV."""
