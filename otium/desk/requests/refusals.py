"""Why the desk leaves a request as it is."""

from otium.terms.lack import Lack


class Refused(Exception):
    """`entry` names the field (empty: the whole), `code` the sentence (pages.words.requests), `lacks` what to mend."""

    def __init__(self, entry: str, code: str, lacks: tuple[Lack, ...] = ()) -> None:
        super().__init__(f"{entry}: {code}" if entry else code)
        self.entry, self.code, self.lacks = entry, code, lacks
