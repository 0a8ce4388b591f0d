"""One web service of a partner or provider: signing in, requests by address templates, values out of JSON answers."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Self
from urllib.parse import quote

from otium.wires.carriers import http, tls
from otium.wires.carriers.base import CarrierError, Probe, SettingsError, Step
from otium.wires.carriers.limits import Limits
from otium.wires.carriers.probing import tried
from otium.wires.carriers.values import Values

Clock = Callable[[], datetime]
_HEADER = re.compile(r"[A-Za-z0-9-]{1,60}")
_PLACE = re.compile(r"\{(\w*)\}")


class Service:
    """Shared by every kind that speaks JSON or forms. Its settings are those of `settings.SERVICE`."""

    def __init__(self, values: Values, *, urls: Mapping[str, frozenset[str]], limits: Limits, now: Clock) -> None:
        """`urls` are the settings that hold addresses, with the places each may have. Raises SettingsError."""
        self._limits, self._now = limits, now
        self._urls = {name: _template(name, values.text(name), places, limits) for name, places in urls.items()}
        self._headers = {**_pairs(values, "headers"), **_signed(values)}
        self._verify = tls.context(values.text("ca_certificate"))
        self._http = http.Http(limits=limits, verify=self._verify)

    def __enter__(self) -> Self:
        self._http.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._http.__exit__()

    def has(self, url: str) -> bool:
        return bool(self._urls[url])

    def request(
        self, method: str, url: str, places: Mapping[str, str], *, headers: Mapping[str, str], content: bytes = b""
    ) -> http.Answer:
        """The answer, whatever its status. Raises CarrierError where there is none."""
        address = _PLACE.sub(lambda place: quote(places[place[1]], safe=""), self._urls[url])
        return self._http.exchange(method, address, headers={**self._headers, **headers}, content=content)

    def refuse(self, answer: http.Answer) -> None:
        """Raises CarrierError for what is no success."""
        http.refuse(answer, now=self._now())

    def get(self, url: str, **places: str) -> http.Answer:
        """A successful answer. Raises CarrierError."""
        answer = self.request("GET", url, places, headers={})
        self.refuse(answer)
        return answer

    def was_received(self, payload_id: str, inquiry_path: str) -> bool | None:
        """By a search: 404 is no; a success is yes, if something is at `inquiry_path`. Raises CarrierError."""
        if not self.has("inquiry_url"):
            return None
        answer = self.request("GET", "inquiry_url", {"payload_id": payload_id}, headers={})
        if answer.status == 404:
            return False
        self.refuse(answer)
        return bool(at(parsed(answer.content), inquiry_path)) if inquiry_path else True

    def probe(self, url: str, probe_url: str) -> Probe:
        """Address and TLS of `url`; signing in, where `probe_url` names a page that may be asked for nothing else."""
        address = _PLACE.sub("x", self._urls[probe_url] or self._urls[url])
        steps = tried(address, limits=self._limits, verify=self._verify).steps
        if not Probe(steps).is_ok:
            return Probe(steps)
        return Probe((*steps, self._signing_in(probe_url)))

    def _signing_in(self, probe_url: str) -> Step:
        if not self.has(probe_url):
            return Step("sign_in", "skipped")
        try:
            self.get(probe_url)
        except CarrierError as error:
            return Step("sign_in", error.code, error.detail)
        return Step("sign_in", "ok")


def parsed(content: bytes) -> object:
    """A JSON text's value. Raises CarrierError."""
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError):
        raise CarrierError("bad_answer", detail="not_json", may_have_arrived=True) from None
    return value


def at(value: object, path: str) -> object:
    """What stands at a dotted path, None for nothing; "" is the whole.

    >>> at({"data": [{"id": 7}]}, "data.0.id")
    7
    """
    for step in filter(None, path.split(".")):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def code_of(value: object) -> str:
    """A partner's number or short code as text; "" for anything that could be more, such as a path upwards."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if re.fullmatch(r"[A-Za-z0-9._:/+=-]{1,120}", text) and text.strip(".") else ""


def unpacked(value: object, encoding: str) -> bytes:
    """A payload out of JSON. Raises CarrierError for one that is none."""
    if not isinstance(value, str):
        raise CarrierError("bad_answer", detail="no_payload", may_have_arrived=True)
    if encoding == "text":
        return value.encode()
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        raise CarrierError("bad_answer", detail="not_base64", may_have_arrived=True) from None


def packed(content: bytes, encoding: str) -> str:
    """A payload for JSON. Raises CarrierError unfit for bytes that are no text."""
    if encoding == "base64":
        return base64.b64encode(content).decode()
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise CarrierError("unfit", detail="not_utf8") from None


def fixed(values: Values) -> dict[str, str]:
    """Fields that every message has."""
    return dict(values.lines("fixed", "="))


def _template(name: str, url: str, places: frozenset[str], limits: Limits) -> str:
    if not url:
        return ""
    if not set(_PLACE.findall(url)) <= places:
        allowed = ", ".join(f"{{{place}}}" for place in sorted(places)) or "none"
        raise SettingsError(name, f"places it may have: {allowed}")
    if _PLACE.search(url.partition("://")[2].partition("/")[0]):
        raise SettingsError(name, "places belong behind the host")
    http.checked_url(name, _PLACE.sub("x", url), limits=limits)
    return url


def _pairs(values: Values, name: str) -> dict[str, str]:
    pairs = dict(values.lines(name))
    if not all(_HEADER.fullmatch(key) and value.isascii() and value.isprintable() for key, value in pairs.items()):
        raise SettingsError(name, "each line is a header's name, a colon and a value")
    return pairs


def _signed(values: Values) -> dict[str, str]:
    """The header that signs in. Raises SettingsError."""
    how, token = values.text("sign_in"), values.text("token")
    if how == "none":
        return {}
    if not token.isascii() or not token:
        raise SettingsError("token", "it is missing, or holds a letter no token has")
    if how == "basic":
        pair = f"{values.text('user')}:{token}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    if how == "bearer":
        return {"Authorization": f"Bearer {token}"}
    name = values.text("token_header")
    if not _HEADER.fullmatch(name):
        raise SettingsError("token_header", "it is no header's name")
    return {name: token}
