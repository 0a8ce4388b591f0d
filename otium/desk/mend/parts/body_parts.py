"""The body parts an insurer accepted, one text with commas in the form and a list in the record."""

from typing import Any

from otium.desk.mend.table import Values


class BodyParts:
    names = ("accepted_parts",)

    def load(self, row: Any) -> Values:
        return {"accepted_parts": ", ".join(row.accepted_parts)}

    def save(self, row: Any, values: Values, said: dict[str, Any]) -> None:
        parts = [part.strip() for part in values["accepted_parts"].split(",") if part.strip()]
        if parts != row.accepted_parts:
            row.accepted_parts = parts
            row.provenance = {**row.provenance, "accepted_parts": said}
            row.save(update_fields=["accepted_parts", "provenance"])
