"""Whether this very session has passed its second factor: not the person, and not another session of theirs."""

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

PASSED = "has_second_factor"


def has_passed(request: HttpRequest) -> bool:
    """True when a code was given in this session, at sign-in or when the factor was set up."""
    if PASSED not in request.session:
        records = get_authentication_records(request, request.user)
        request.session[PASSED] = any(record["method"] == "mfa" for record in records)
    return bool(request.session[PASSED])


def note(request: HttpRequest, *, passed: bool) -> None:
    """What setting up or moving the second factor means for this session."""
    request.session[PASSED] = passed
