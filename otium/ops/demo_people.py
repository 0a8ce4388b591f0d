"""The demo's firm and staff. Invented people; their passwords are public on purpose."""

from dataclasses import dataclass

FIRM = "Harborlight Practice Services"
PASSWORD = "otium-demo-2026"  # noqa: S105  # nosec B105: the demo's, printed by `make run`
PRACTICES = {
    "tidewater": ("Tidewater Hand and Neuro", "TH"),
    "juniper": ("Juniper Children's Therapy", "JC"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One demo sign-in. `roles`: practice slug (or `office`) and role. `therapist`: number in the demo's extract."""

    email: str
    name: str
    does: str
    roles: tuple[tuple[str, str], ...]
    credential: str = ""
    therapist: tuple[str, int] | None = None  # practice slug and place in its therapists.csv


PEOPLE = (
    Person("assistant@otium.test", "Dana Whitfield", "assistant of both practices",
           (("tidewater", "assistant"), ("juniper", "assistant"))),
    Person("owner@otium.test", "", "owner and therapist, Tidewater",
           (("tidewater", "owner"),), "OTR/L", ("tidewater", 0)),
    Person("therapist@otium.test", "", "therapist, Tidewater",
           (("tidewater", "therapist"),), "OTR/L", ("tidewater", 1)),
    Person("juniper@otium.test", "", "owner and therapist, Juniper",
           (("juniper", "owner"),), "OTR/L", ("juniper", 0)),
    Person("biller@otium.test", "Priscilla Ngo", "biller, Tidewater",
           (("tidewater", "biller"),)),
    Person("manager@otium.test", "Morgan Ellery", "firm manager over both",
           (("tidewater", "firm_manager"), ("juniper", "firm_manager"), ("office", "firm_manager"))),
    Person("auditor@otium.test", "Ruth Amsel", "auditor, Tidewater",
           (("tidewater", "auditor"),)),
)  # fmt: skip
