"""The five levels that 276 and 277 share, from the payer down to the patient's claims and their lines.

Source: X12 005010X212, both transactions.
"""
