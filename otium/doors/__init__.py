"""Doors for machines: the command line now, interfaces later. Imports desk, records (to read), wires, terms."""
