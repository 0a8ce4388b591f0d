"""What Otium holds true of each payer, with source and certainty: what facts of a task rest on."""
