"""What the demo's therapists wrote: goals, scores, findings of everybody with an authorization or a request.

Seeded by the order of patients, so that every fill is the same; some charts lack what a payer asks for, as they do.
"""

from otium.ops.demo_charts.fill import add

__all__ = ["add"]
