"""Why the desk does not do what was asked with a claim."""


class Refused(Exception):
    """`code` names the sentence for the person (pages.words.claims). Nothing was changed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
