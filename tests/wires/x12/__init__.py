"""Tests of the X12 layer. `samples/` are written by us, with the expected terms beside each."""
