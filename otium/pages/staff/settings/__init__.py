"""What a practice says about itself: calendar, members, places, payers, rates, payer rules."""
