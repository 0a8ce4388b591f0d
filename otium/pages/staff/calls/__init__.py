"""Calls with payers: the script with a place for each answer, the ledger, one call, a worksheet on paper."""
