"""The claims that the figures are made of are such as a practice sends."""

from datetime import date

from otium.desk.claims import checking
from otium.ops.bench import claims as bench
from otium.rules.claims.scrub import scrub
from otium.terms.claim_facts import ClaimFacts
from otium.terms.payers import PayerType
from otium.wires.x12.read import check


def test_the_claims_that_are_timed_have_no_problem():
    facts = ClaimFacts(payer_type=PayerType.COMMERCIAL, on=date(2026, 3, 3), authorization_required=True)
    made = bench.claims(6)

    problems = [problem for each in made for problem in scrub(each, facts=facts, codes=checking.codes())]

    assert problems == []
    assert check(bench.written(made)) == ()
