"""The payers of the two practices: what each asks for and how its 271 looks. All names are invented."""

from dataclasses import dataclass
from decimal import Decimal

HMO, PPO, MEDICARE, EPO, SELF_PAY, MEDICAID, WORKERS_COMP, TRICARE, COMMERCIAL = range(1, 10)
OTHER, MEDICARE_REPLACEMENT, BCBS = 15, 16, 17


@dataclass(frozen=True, slots=True)
class Payer:
    """`payer_type` is WebPT's id. `unit_dollars` is None where the practice has no rate on file."""

    name: str
    payer_type: int
    payer_id: str
    """The id in NM1*PR; empty where no 271 exists (workers' comp, self-pay)."""
    member_prefix: str
    plan_name: str
    insurance_type: str
    """EB04."""
    unit_dollars: Decimal | None
    """Usual allowed amount of one timed unit; None: the expected_rates file leaves this payer out."""
    needs_authorization: bool = False
    needs_referral: bool = False
    copay: Decimal | None = None
    visit_limit: int | None = None
    """OT visits in a calendar year."""
    limit_is_pooled: bool = False
    """The limit counts OT, PT and speech together."""

    @property
    def answers_eligibility(self) -> bool:
        return self.payer_id != ""


EVERGREEN = Payer(
    name="Evergreen Mutual PPO",
    payer_type=PPO,
    payer_id="EVG01",
    member_prefix="EVG",
    plan_name="EVERGREEN CHOICE PPO",
    insurance_type="PR",
    unit_dollars=Decimal("36.50"),
    needs_authorization=True,
    copay=Decimal("30"),
)
NORTHSOUND = Payer(
    name="Northsound Health Plan",
    payer_type=COMMERCIAL,
    payer_id="NSH22",
    member_prefix="NSH",
    plan_name="NORTHSOUND OPEN ACCESS",
    insurance_type="C1",
    unit_dollars=Decimal("33.00"),
    copay=Decimal("25"),
    visit_limit=60,
    limit_is_pooled=True,
)
CASCADIA = Payer(
    name="Cascadia Blue",
    payer_type=BCBS,
    payer_id="CSB47",
    member_prefix="CSB",
    plan_name="CASCADIA BLUE SILVER",
    insurance_type="C1",
    unit_dollars=Decimal("34.25"),
    copay=Decimal("40"),
    visit_limit=30,
)
MEDICARE_B = Payer(
    name="Medicare Part B",
    payer_type=MEDICARE,
    payer_id="MCRTST",
    member_prefix="",
    plan_name="MEDICARE PART B",
    insurance_type="MB",
    unit_dollars=Decimal("29.50"),
)
BAYLIGHT = Payer(
    name="Baylight Medicare Advantage",
    payer_type=MEDICARE_REPLACEMENT,
    payer_id="BAY65",
    member_prefix="BMA",
    plan_name="BAYLIGHT ADVANTAGE HMO",
    insurance_type="HN",
    unit_dollars=Decimal("28.75"),
    needs_authorization=True,
    copay=Decimal("20"),
)
MEADOW = Payer(
    name="Meadow Community Plan Medicaid",
    payer_type=MEDICAID,
    payer_id="MCP88",
    member_prefix="MCP",
    plan_name="MEADOW COMMUNITY PLAN",
    insurance_type="MC",
    unit_dollars=Decimal("24.10"),
    needs_authorization=True,
)
TRICARE_WEST = Payer(
    name="TRICARE West",
    payer_type=TRICARE,
    payer_id="TRW10",
    member_prefix="TRW",
    plan_name="TRICARE PRIME",
    insurance_type="HM",
    unit_dollars=Decimal("30.40"),
    needs_referral=True,
)
HARBOR = Payer(
    name="Harbor State Workers Compensation",
    payer_type=WORKERS_COMP,
    payer_id="",
    member_prefix="WC",
    plan_name="",
    insurance_type="WC",
    unit_dollars=None,
    needs_authorization=True,
)
SUMMIT = Payer(
    name="Summit Medicare Supplement",
    payer_type=OTHER,
    payer_id="SUM31",
    member_prefix="SUM",
    plan_name="SUMMIT PLAN G",
    insurance_type="SP",
    unit_dollars=None,
)
"""Only ever second to Medicare."""
SELF = Payer(
    name="Self-Pay",
    payer_type=SELF_PAY,
    payer_id="",
    member_prefix="",
    plan_name="",
    insurance_type="",
    unit_dollars=Decimal("38.00"),
)
