"""278, asking for approval and answering: two transactions of one code, told apart by BHT02."""

from itertools import islice

from otium.wires.x12.model import Transaction
from otium.wires.x12.t278 import request, response
from otium.wires.x12.t278.request_writing import write as write_request
from otium.wires.x12.t278.response_writing import write as write_response

_ASKS = "13"

__all__ = ["form", "request", "response", "write_request", "write_response"]


def form(transaction: Transaction) -> str:
    """278 request or 278 response; what names no purpose is read as a response, and says so."""
    heading = next((each for each in islice(transaction.segments(), 1, 3) if each.tag == b"BHT"), None)
    is_request = heading is not None and heading.element(2).strip() == _ASKS
    return "278 request" if is_request else "278 response"
