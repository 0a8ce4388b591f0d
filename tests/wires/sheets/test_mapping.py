"""What a practice may change in the mapping, and how it is told what is wrong with its own."""

import pytest

from otium.terms.extract import PatientRow, Table
from otium.terms.payers import PayerType
from otium.wires import sheets
from otium.wires.sheets import MappingError

OWN = """
[reading]
delimiter = ";"
dates = ["%d.%m.%Y"]
[files]
patients = ["clients_*.txt"]
[columns.patients]
key = "Client No"
[words.active]
Paused = false
[[payers]]
name = "Meadow  Plan"
type = "medicaid_mco"
payer_ids = ["MCP88"]
"""


def test_a_practice_changes_only_what_its_mapping_names() -> None:
    data = b"CLIENT NO;first_name;last_name;date_of_birth;status\n7;Ann;Lee;02.03.2019;paused\n"

    extract = sheets.read([("folder/Clients_2026.TXT", data)], sheets.read_mapping(OWN))

    patient = extract.rows[0]
    assert isinstance(patient, PatientRow)
    assert (patient.key, str(patient.birth_on), patient.is_active) == ("7", "2019-03-02", False)
    assert [(p.name, p.payer_type, p.payer_ids) for p in extract.payers] == [
        ("Meadow Plan", PayerType.MEDICAID_MCO, ("MCP88",))
    ]


def test_the_shipped_mapping_names_every_table() -> None:
    mapping = sheets.shipped()

    assert set(mapping.columns) == set(mapping.files) == set(Table)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[columns", "not TOML"),
        ("[colums.patients]\nkey='x'", "'colums'"),
        ("[columns.people]\nkey='x'", "'people'"),
        ("[columns.patients]\nshoe='x'", "'shoe'"),
        ("[columns.patients]\nkey=''", "a column for key"),
        ("[columns.patients]\nkey=7", "wrong value"),
        ("[words.mood]\nGood='x'", "[words.mood]"),
        ("[words.sex]\nBoy='B'", "'B'"),
        ("[words.appointment_status]\nSlept='asleep'", "'asleep'"),
        ("[reading]\ndelimiter='||'", "one character"),
        ("[reading]\nvisit_minutes=0", "1 to 600"),
        ("[reading]\ndates=['%Q']", "wrong value"),
        ("[reading]\nencodings=['klingon']", "wrong value"),
        ("[[payers]]\nname='A'\ntype='rich'", "'rich'"),
        ("[[payers]]\ntype='other'", "wrong value"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(MappingError) as refused:
        sheets.read_mapping(text)

    assert said in str(refused.value)
