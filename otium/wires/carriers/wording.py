"""A language model behind an HTTPS address: one question, one answer, as JSON in the shape that such services share.

Source: the chat-completions shape (model, messages; choices[0].message.content) of public model servers, 2026.
"""

import json

from otium.wires.carriers import tls
from otium.wires.carriers.base import CarrierError
from otium.wires.carriers.http import Http, checked_url, refuse
from otium.wires.carriers.limits import Limits
from otium.wires.carriers.service import Clock

MOST_TOKENS = 400


class WordingService:
    """Raises SettingsError for an address that may not be used."""

    def __init__(self, *, url: str, model: str, key: str, limits: Limits, now: Clock, ca_certificate: str = "") -> None:
        self._url = checked_url("url", url, limits=limits)
        self._model, self._key, self._now = model, key, now
        self._http = Http(limits=limits, verify=tls.context(ca_certificate))

    def propose(self, system: str, user: str) -> str:
        """The model's words. Raises CarrierError; nothing of the question is in it."""
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        asked = {"model": self._model, "messages": messages, "temperature": 0, "max_tokens": MOST_TOKENS}
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        answer = self._http.exchange("POST", self._url, headers=headers, content=json.dumps(asked).encode())
        refuse(answer, now=self._now())
        return _words(answer.content)


def _words(content: bytes) -> str:
    try:
        said = json.loads(content)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError):
        raise CarrierError("bad_answer", may_have_arrived=True) from None
    if not isinstance(said, str):
        raise CarrierError("bad_answer", may_have_arrived=True)
    return said
