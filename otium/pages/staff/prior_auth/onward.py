"""Where a request leads: the payer's decision, a talk, an appeal; what runs already comes first."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.records.models import Appeal, AuthorizationRequest, PeerToPeer

TALKING = Q(state__in=("open", "asked", "scheduled", "missed")) | Q(state="held", outcome__in=("", "unknown"))
APPEALING = ("draft", "ready", "filed", "acknowledged")
LINKS = (  # pages that others keep; shown where they exist
    ("decision_add", ("submitted", "acknowledged", "pended"), lazy("Record the payer’s decision")),
    ("peer_to_peer_open", ("denied", "modified", "pended"), lazy("Ask for a peer-to-peer")),
    ("appeal_open", ("denied", "modified"), lazy("Appeal the decision")),
)


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    words: str
    is_first: bool = False
    is_running: bool = False  # a talk or an appeal that was begun and is not over


def links(asked: AuthorizationRequest) -> list[Link]:
    """In the order of LINKS; of a request that was replaced, the one that took its place. Two queries at most."""
    if asked.state == "superseded":
        later = AuthorizationRequest.objects.filter(supersedes_id=asked.pk).values_list("pk", flat=True).first()
        words = _("Open the request that took its place")
        return [Link(reverse("request", args=[later]), words, is_first=True)] if later else []
    found = [link for link in (_link(asked, *each) for each in LINKS) if link]
    running = next((link for link in found if link.is_running), None)
    if asked.state == "pended":  # an answer to the payer comes first there
        return found
    return [replace(link, is_first=True) if link is running else link for link in found]


def _link(asked: AuthorizationRequest, name: str, states: tuple[str, ...], words: Any) -> Link | None:
    """None where the page does not exist, or does not fit where the request stands."""
    if asked.state not in states:
        return None
    if running := _running(asked, name):
        return running
    try:
        return Link(reverse(name, args=[asked.pk]), str(words), name == "decision_add" and asked.state != "pended")
    except NoReverseMatch:
        return None


def _running(asked: AuthorizationRequest, name: str) -> Link | None:
    if name == "peer_to_peer_open":
        talk = PeerToPeer.objects.filter(TALKING, request=asked).order_by("-opened_on", "id").first()
        words = _("Go on with the peer-to-peer")
        return Link(reverse("peer_to_peer", args=[talk.pk]), words, is_running=True) if talk else None
    if name == "appeal_open":
        appeal = Appeal.objects.filter(request=asked, state__in=APPEALING).order_by("-level", "id").first()
        words = _("Go on with the appeal")
        return Link(reverse("appeal", args=[appeal.pk]), words, is_running=True) if appeal else None
    return None
