"""Decisions of payers typed in, and what each visit of a patient uses: the ledger of authorizations."""
