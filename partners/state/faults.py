"""Troubles that somebody ordered, by name: for some seconds, for some times, or until they are taken off."""

from partners.state.store import Store

FAULTS = {
    "down": "every door is shut; with a payer: the clearinghouse cannot reach it (AAA 42)",
    "429": "HTTP answers 429 with Retry-After",
    "500": "HTTP answers 500",
    "slow": "HTTP answers after 60 seconds",
    "half": "HTTP sends half of the answer and hangs up",
    "html": "HTTP answers with a web page",
    "wrong-control": "IEA02 and GE02 differ from ISA13 and GS06 in what is sent",
    "wrong-patient": "a 271 speaks of somebody else under our trace",
    "tls": "HTTPS shows a certificate of an unknown authority for another name",
    "accept-then-time-out": "HTTP takes the message and never answers; SFTP takes the file and cuts the line",
    "duplicate-file": "each file comes twice, under two names",
    "reissued": "each 835 comes again: same trace, other bytes",
    "unbalanced": "one claim of an 835 does not balance",
    "partial-file": "files in out/ grow slowly under their final name",
    "out-of-order": "835 first, then 277CA, then 999",
    "fax-busy": "a fax does not arrive: the line is busy",
    "text-undelivered": "a text does not arrive: the phone is off (30003)",
    "disconnect": "SFTP cuts the line in the middle of an upload",
}


OF_PAYERS = frozenset({"down", "wrong-patient", "unbalanced", "reissued"})
"""Those that may befall one payer's messages alone."""


class UnknownFault(ValueError):
    """The message lists what can be ordered."""


class Faults:
    """Shared by the servers and by the command that orders faults: both look into the state."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def order(self, name: str, *, payer_id: str = "", until: float | None = None, count: int | None = None) -> None:
        """`until` is in seconds since 1970. The newest order of a name and payer replaces the one before."""
        if name not in FAULTS:
            raise UnknownFault(f"no fault {name}; there are: {', '.join(FAULTS)}")
        if payer_id and name not in OF_PAYERS:
            raise UnknownFault(f"{name} cannot be ordered for one payer; these can: {', '.join(sorted(OF_PAYERS))}")
        with self._store.transaction():
            self.lift(name, payer_id=payer_id)
            self._store.insert("fault", name=name, payer_id=payer_id, until=until, remaining=count)

    def lift(self, name: str, *, payer_id: str = "") -> None:
        self._store.run("delete from fault where name = ? and payer_id = ?", name, payer_id)

    def is_on(self, name: str, *, at: float, payer_id: str = "") -> bool:
        """Without counting it as happened."""
        return self._store.row(*self._query(name, at, payer_id)) is not None

    def take(self, name: str, *, at: float, payer_id: str = "") -> bool:
        """True when it shall happen now; one of its times is used up."""
        with self._store.transaction():
            row = self._store.row(*self._query(name, at, payer_id))
            if row and row["remaining"] is not None:
                self._store.run("update fault set remaining = remaining - 1 where id = ?", row["id"])
            return row is not None

    def _query(self, name: str, at: float, payer_id: str) -> tuple[str, str, str, float]:
        sql = """select id, remaining from fault where name = ? and payer_id in ('', ?)
                 and (until is null or until > ?) and (remaining is null or remaining > 0)"""
        if name == "down":  # a payer's own trouble is not the clearinghouse's
            sql = sql.replace("payer_id in ('', ?)", "payer_id = ?")
        return sql, name, payer_id, at

    def ordered(self, *, at: float) -> list[dict[str, object]]:
        rows = self._store.rows(
            "select name, payer_id, until, remaining from fault where until is null or until > ?", at
        )
        return [dict(row) for row in rows if row["remaining"] is None or row["remaining"] > 0]
