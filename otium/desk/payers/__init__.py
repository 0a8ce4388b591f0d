"""What is known and measured of payers: how they are reached, how they answer, which clocks run."""
