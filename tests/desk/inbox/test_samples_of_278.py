"""Every 278 that others published is applied, or refused with a sentence. Present only beside the shared samples."""

from pathlib import Path

import pytest

from otium.desk.inbox import reading
from otium.pages.words.reasons import CAUSES
from otium.records.models import Authorization, AuthorizationRequest, Task
from tests.desk.inbox.conftest import know
from tests.desk.inbox.test_arrival import take

ABOVE = (folder / "shared" / "samples" / "x12" / "278" for folder in Path(__file__).resolve().parents)
SAMPLES = next((folder for folder in ABOVE if folder.is_dir()), None)
FILES = sorted(SAMPLES.iterdir()) if SAMPLES else []

pytestmark = pytest.mark.skipif(not FILES, reason="the shared samples are not here")


def heard(practice, path):
    """The outcome where the practice knows the people that the file names."""
    data = path.read_bytes()
    practice.receiver_ids = [*practice.receiver_ids, *reading.read(data).addresses]
    practice.save(update_fields=["receiver_ids"])
    body = reading.read(data).messages[0].body if reading.read(data).messages else None
    if body is not None and getattr(body, "subscriber", None) is not None:
        know(practice, data)
    return take(practice, data, name=path.name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_published_278_is_applied_or_refused_with_a_sentence(practice, path):
    outcome = heard(practice, path)

    causes = [message.cause for message in outcome.messages] or [outcome.cause]
    if outcome.state == "applied":
        assert Authorization.objects.count() == 1
        assert AuthorizationRequest.objects.get().state == "approved"
        return
    assert all(str(CAUSES[cause]) for cause in causes)
    assert not Authorization.objects.exists()
    if outcome.state == "kept":
        assert causes == ["no_answer_in_it"]  # a request: nobody has to do anything
    else:
        assert Task.objects.filter(kind__in=("read_file", "match_file"), state="open").exists()
