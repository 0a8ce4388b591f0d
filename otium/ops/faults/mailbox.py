"""A partner's mailbox in two folders: counts what arrives there, moves it on, and acknowledges each file once."""

import re
from collections import Counter
from pathlib import Path

_TRACE = re.compile(rb"~BHT\*0019\*00\*([0-9A-Z]+)\*")
_GROUP = re.compile(rb"~GS\*HC\*[^*]*\*[^*]*\*\d+\*\d+\*(\d+)\*")
ANSWER = (
    "ISA*00*          *00*          *ZZ*PARTNER        *ZZ*OTIUM          *261125*1200*^*00501*{number:09}*0*T*:~"
    "GS*FA*PARTNER*OTIUM*20261125*1200*{number}*X*005010X231A1~ST*999*0001*005010X231A1~"
    "AK1*HC*{group}*005010X222A1~AK9*A*{sets}*{sets}*{sets}~SE*4*0001~GE*1*{number}~IEA*1*{number:09}~"
)


class Mailbox:
    """`arrived` counts each message by its trace: 1 is right, 0 is lost, 2 is doubled."""

    def __init__(self, root: Path) -> None:
        self.send, self.fetch, self.taken = root / "in", root / "out", root / "in-taken"
        for folder in (self.send, self.fetch, self.taken):
            folder.mkdir(parents=True, exist_ok=True)
        self.arrived: Counter[str] = Counter()
        self.answers = 0

    def settings(self) -> dict[str, object]:
        folders = {"send_folder": self.send, "fetch_folder": self.fetch, "taken_folder": self.taken}
        return {**{name: str(folder) for name, folder in folders.items()}, "settle_seconds": 0}

    def look(self) -> int:
        """Takes what lies there and acknowledges it; how many files."""
        files = [path for path in sorted(self.send.iterdir()) if path.is_file() and not path.name.startswith(".")]
        for path in files:
            data = path.read_bytes()
            path.rename(self.taken / path.name)
            self._count(data)
        return len(files)

    def _count(self, data: bytes) -> None:
        traces = [found.decode() for found in _TRACE.findall(data)]
        self.arrived.update(traces)
        group = _GROUP.search(data)
        if group is None:
            return
        self.answers += 1
        text = ANSWER.format(number=self.answers, group=group[1].decode(), sets=len(traces))
        draft = self.fetch / f".999-{self.answers}.part"
        draft.write_bytes(text.encode())
        draft.rename(self.fetch / f"999-{self.answers}.x12")
