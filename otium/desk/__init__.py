"""Use cases: load facts, ask the rules, save, settle the queue, write parcels; one transaction each.

Imports terms, rules, wires and records. `clock` alone reads the time, `access` says who may what,
`acting` sets whose rows a transaction may see.
"""
