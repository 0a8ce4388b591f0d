"""X12 005010. Bytes in, bytes out, lossless; above it one reader a transaction.

Two layers. `scan` cuts bytes into interchanges, groups, transactions and segments and loses nothing.
`walk` follows the guide's loops, which are data (`guide_271`, `guide_278`), and `t271`, `t278` turn
segments into terms. `read` is the door for everybody else. See docs/formats/x12.md.
"""
