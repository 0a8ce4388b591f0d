"""Why the desk leaves a request as it is."""

from otium.terms.lack import Lack


class Refused(Exception):
    """`entry` names the field (empty: the whole), `code` the sentence (pages.words.requests), `lacks` what to mend."""

    def __init__(self, entry: str, code: str, lacks: tuple[Lack, ...] = ()) -> None:
        places = ", ".join(f"{each.code} ({each.loop} {each.element})" for each in lacks)
        super().__init__(" ".join(part for part in (entry, code, places) if part))
        self.entry, self.code, self.lacks = entry, code, lacks
