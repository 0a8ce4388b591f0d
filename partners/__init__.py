"""The other side: payers and the practice's old system, as a customer would meet them.

An independent opinion of how that side behaves, so it imports nothing of otium. It writes files only.
The clock is read in `partners.clock` alone; everything else is handed a day.
"""
