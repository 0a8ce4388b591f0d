"""Codes and edits of therapy that these payers know. Own short lists; a line's units are whole numbers.

Sources: always-therapy class and MUE values as an OT practice knows them (97530, 97760 and 97166 checked, the others
from knowledge); NCCI pairs as practices listed them in February 2026, all with indicator 1.
"""

DISCIPLINES = frozenset({"GO", "GP", "GN"})
SEPARATE = frozenset({"59", "XE", "XS", "XP", "XU"})
EVALUATIONS = frozenset({"97165", "97166", "97167", "97168"})
BUNDLED = frozenset({"97010"})
NOT_FOR_MEDICARE = frozenset({"97014"})
PLACES = frozenset({"02", "03", "10", "11", "12", "22", "49", "62", "99"})
ADD_ONS = {"97130": "97129", "97551": "97550", "97546": "97545", "96113": "96112", "98981": "98980"}
MUE = {
    "97165": 1, "97166": 1, "97167": 1, "97168": 1, "97110": 8, "97112": 6, "97113": 6, "97116": 4, "97124": 4,
    "97129": 1, "97130": 7, "97140": 6, "97150": 2, "97530": 6, "97533": 4, "97535": 8, "97537": 8, "97542": 8,
    "97750": 8, "97755": 8, "97760": 6, "97761": 6, "97763": 6, "97010": 1, "G0283": 1,
}  # fmt: skip
ALWAYS = frozenset(MUE) - {"97129", "97130"}
_MODALITIES = ("97018", "97022", "97026")
NCCI: dict[str, frozenset[str]] = {
    "97012": frozenset({"97018", "97140", "97164"}),
    "97016": frozenset({"97018", "97026", "97164"}),
    "97018": frozenset({"97022", "97164"}),
    "97024": frozenset({"97018", "97026", "97164"}),
    "97026": frozenset({"97018", "97022", "97164"}),
    "97028": frozenset({*_MODALITIES, "97164"}),
    "97112": frozenset({"97022", "97036"}),
    "97113": frozenset({"97022", "97036", "97110"}),
    "97140": frozenset({"97018"}),
    "97760": frozenset({"97016", "97110", "97112", "97116", "97124", "97140", "97164"}),
    "97761": frozenset({"97016", "97110", "97112", "97116", "97124", "97140", "97164"}),
    "97763": frozenset({"97016", "97110", "97112", "97116", "97124", "97140"}),
}
"""Trigger -> codes that need 59 or X* beside it on the same day."""
