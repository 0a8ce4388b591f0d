"""Papers, sheets and bundles are read into the chart line by line, once, and never of another person."""

import json
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfWriter

from otium.desk import charting
from otium.desk.charting import Chosen, Offer, Saved
from otium.desk.mend import Invalid, documents
from otium.desk.mend.documents import Paper
from otium.records import models
from tests.cast import AT, ON
from tests.desk.charting.conftest import Scene
from tests.wires.paper.test_reading import pdf

PRINT = """Patient: Marshfield, Theodora
Date of evaluation: 11/09/2026
BOT-2 Fine Manual Control: 32
Functional deficits: Cannot fasten buttons.
Goal 1: Ties both shoes
Baseline: 0 of 5 trials
Current: 1 of 5 trials"""
SHEET = """type,id,date,text,current,instrument,part,score,kind
goal,g1,2026-09-01,Buttons a shirt,2 of 6,,,,
score,s1,2026-09-01,,,BOT-2,Fine Manual Control,32,
score,s2,2026-09-01,,,BOT-2,Fine Manual Control,95,
finding,f1,2026-09-01,Cannot fasten buttons.,,,,,deficit
"""


def keep(scene: Scene, data: bytes) -> models.Document:
    paper = Paper("Evaluation", "evaluation", ON, data)
    kept = documents.keep(paper, practice_id=scene.patient.practice_id, patient_id=scene.patient.pk, by=scene.by, at=AT)
    return models.Document.objects.select_related("practice", "patient", "text", "blob").get(pk=kept.pk)


def offered(scene: Scene, data: bytes) -> Offer:
    return charting.offer(keep(scene, data))


def accept(scene: Scene, document: models.Document, *, on: date | None = ON, is_sure: bool = False) -> Saved:
    """All lines that can be taken."""
    keys = frozenset(line.proposal.key for line in charting.offer(document).lines)
    return charting.accept(Chosen(keys, on, is_sure), document_id=document.pk, entry_id=uuid4(), by=scene.by, at=AT)


def states(document: models.Document) -> list[str]:
    return [line.state for line in charting.offer(document).lines]


def scan() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(612, 792)
    writer.write(out)
    return out.getvalue()


def test_a_print_is_kept_with_its_text_encrypted_and_its_pages_counted(scene: Scene) -> None:
    document = keep(scene, pdf(PRINT, "Second page of the evaluation"))

    assert (document.pages, document.has_text) == (2, True)
    chunks = models.BlobChunk.objects.filter(blob_id=document.text_id)
    assert chunks.exists()
    assert not any(b"Ties" in bytes(chunk.body) for chunk in chunks)


def test_a_scan_is_a_named_fact_and_offers_nothing(scene: Scene) -> None:
    found = offered(scene, scan())

    assert (found.document.has_text, found.document.pages, found.document.text) == (False, 1, None)
    assert (found.lines, [u.code for u in found.unread]) == ((), ["scan"])


@pytest.mark.parametrize("data", [b"%PDF-1.7\nsynthetic paper", b"%PDF-1.4" + bytes(2_000)])
def test_a_damaged_paper_is_kept_and_said_to_be_damaged(scene: Scene, data: bytes) -> None:
    found = offered(scene, data)

    assert found.document.has_text is None
    assert found.unread[0].code in ("damaged", "no_pages")


def test_lines_that_were_accepted_stand_in_the_chart_with_their_page(scene: Scene) -> None:
    document = keep(scene, pdf("First page with nothing labelled", PRINT))

    accept(scene, document)

    score = models.Measure.objects.get()
    assert (score.score, score.document_id, score.page, score.taken_on) == (Decimal(32), document.pk, 2, ON)
    finding = models.Finding.objects.get()
    assert (finding.kind, finding.page, finding.channel) == ("deficit", 2, "letter")
    goal = models.Goal.objects.get()
    assert (goal.text, goal.baseline, goal.current, goal.page) == (
        "Ties both shoes", "0 of 5 trials", "1 of 5 trials", 2,
    )  # fmt: skip


def test_the_same_paper_accepted_twice_adds_nothing(scene: Scene) -> None:
    document = keep(scene, pdf(PRINT))
    accept(scene, document)

    assert set(states(document)) == {"on_file"}
    with pytest.raises(Invalid):
        accept(scene, document)
    assert models.Measure.objects.count() == 1


def test_what_was_taken_back_is_not_offered_again(scene: Scene) -> None:
    document = keep(scene, pdf(PRINT))
    scene.take_back(accept(scene, document))

    assert set(states(document)) == {"withdrawn"}


def test_a_later_print_of_the_same_goal_is_a_note_of_it(scene: Scene) -> None:
    accept(scene, keep(scene, pdf(PRINT)), on=ON - timedelta(days=30))
    later = keep(scene, pdf("Goal 1: Ties both shoes\nCurrent: 3 of 5 trials\nStatus: partially met"))

    assert states(later) == ["note"]
    accept(scene, later)

    goal = models.Goal.objects.get()
    assert (goal.current, goal.status) == ("3 of 5 trials", "partly_met")


@pytest.mark.parametrize(
    "lines", ["Patient: Other, Ada", "Patient: Theodora Marshfield\nDOB: 01/02/1950"], ids=["name", "birth"]
)
def test_a_paper_of_another_person_offers_nothing(scene: Scene, lines: str) -> None:
    scene.patient.birth_on = date(2018, 3, 14)
    scene.patient.save()

    found = offered(scene, pdf(f"{lines}\nQuickDASH: 43.18\nHistory: Fell on the stairs."))

    assert found.lines == ()
    assert "other_person" in [u.code for u in found.unread]


def test_a_sheet_is_read_and_a_score_that_cannot_be_holds_the_lines_back(scene: Scene) -> None:
    document = keep(scene, SHEET.encode())

    with pytest.raises(Invalid) as refused:
        accept(scene, document)
    assert [problem.field for problem in refused.value.problems] == ["row-4"]
    keys = frozenset(line.proposal.key for line in charting.offer(document).lines) - {"row-4"}
    charting.accept(Chosen(keys, ON), document_id=document.pk, entry_id=uuid4(), by=scene.by, at=AT)

    assert models.Measure.objects.get().taken_on == date(2026, 9, 1)
    assert models.Finding.objects.get().channel == "import"
    assert models.Goal.objects.get().external_id == f"{scene.patient.pk}:goal/g1"


def test_another_sheet_with_the_same_ids_adds_nothing_and_moves_the_goal(scene: Scene) -> None:
    first = SHEET.replace("score,s2,2026-09-01,,,BOT-2,Fine Manual Control,95,\n", "")
    accept(scene, keep(scene, first.encode()))

    again = keep(scene, first.replace("2 of 6", "4 of 6").encode())

    assert states(again) == ["note", "on_file", "on_file"]


def test_a_bundle_of_another_patient_offers_nothing(scene: Scene) -> None:
    goal = {"resourceType": "Goal", "id": "g1", "subject": {"reference": "Patient/p"}, "lifecycleStatus": "active",
            "description": {"text": "Ties shoes"}}  # fmt: skip
    other = {"resourceType": "Patient", "id": "p", "name": [{"family": "Other", "given": ["Ada"]}]}
    own = {"resourceType": "Patient", "id": "p", "name": [{"family": "Marshfield", "given": ["Theodora"]}]}

    def of(person: dict) -> Offer:
        entries = [{"resource": person}, {"resource": goal}]
        return offered(scene, json.dumps({"resourceType": "Bundle", "entry": entries}).encode())

    assert (of(other).lines, [u.code for u in of(other).unread]) == ((), ["other_person"])
    assert [line.state for line in of(own).lines] == ["new"]


def test_instrument_and_part_in_one_name_are_told_apart(scene: Scene) -> None:
    score = {"resourceType": "Observation", "id": "o", "subject": {"reference": "Patient/p"}, "status": "final",
             "code": {"text": "BOT-2 Fine Manual Control"}, "valueInteger": 32}  # fmt: skip
    data = json.dumps({"resourceType": "Bundle", "entry": [{"resource": score}]})

    accept(scene, keep(scene, data.encode()))

    row = models.Measure.objects.get()
    assert (row.instrument, row.part, row.unit) == ("BOT-2", "Fine Manual Control", "standard score")


def test_a_picture_is_not_read(scene: Scene) -> None:
    found = offered(scene, b"\x89PNG\r\n\x1a\n" + bytes(100))

    assert (found.form, found.lines, found.document.has_text) == ("", (), None)
