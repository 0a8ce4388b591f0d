"""The loops and segments of an 837P (005010X222A1), as one table that the reader walks and the checker holds it to.

`@LOOP count in PARENT` begins a loop, and each line below it is one kind of segment there, in the guide's order.
A count is R (required) or S (situational) and how many at most; 0 is any number. Then come the elements:
`!` required, `?` situational, `-` not used; `=A|B` the codes allowed, a number the most characters (`2-80`: also the
least), `.` anything;
a composite lists its components between commas behind a colon. The first element's codes tell apart rows of one tag.
Numbers and dates are read, and so judged, by the decoders.
"""

_CONTACT = "!=IC ?60 !=TE|FX|EM !256 ?=TE|FX|EM|EX ?256 ?=TE|FX|EM|EX ?256"
_TELEPHONE = "!=IC ?60 !=TE !256 ?=EX ?256"
_PERSON = "!60 ?35 ?25 - ?10"
_PROVIDER = f"{_PERSON} ?=XX ?10"
_PLACE = "N3 R1 !55 ?55\nN4 R1 !2-30 ?2-2 ?3-15 ?2-3"
_PLACE_IF_KNOWN = "N3 S1 !55 ?55\nN4 S1 !2-30 ?2-2 ?3-15 ?2-3"
_DEMOGRAPHY = "!=D8 !8 !=F|M|U"
_FILING = "?=11|12|13|14|15|16|17|AM|BL|CH|CI|DS|FI|HM|LM|MA|MB|MC|OF|TV|VA|WC|ZZ"
_ORDER = "!=P|S|T|A|B|C|D|E|F|G|H|U"
_RELATION = "01|19|20|21|39|40|53|G8"
_PAPER = "!2 !=AA|BM|EL|EM|FT|FX - - ?=AC ?50"
_CODED = "?:!3,!30"
_SERVICE = "!:!=HC|ER|IV|WK,!48,?2,?2,?2,?2,?80"
_ADJUSTED = "!=CO|OA|PI|PR|CR !5 !18 ?15" + " ?5 ?18 ?15" * 5
_DIAGNOSES = " ".join([_CODED] * 11)
# Dates of a claim that stand once, and those that may be a period.
_ONCE = "431 454 304 453 439 484 455 471 297 296 435 096 444 050"
_LINE_ONCE = "471 607 463 461 304 011 455 454"
# References of a claim and of a line that stand once.
_CLAIM_REFERENCES = "4N F5 EW 9F G1 F8 X4 9A 9C LX D9 EA P4 1J"
_LINE_REFERENCES = "9B 9D 6R EW X4 F4 BT"


def _rows(template: str, codes: str) -> str:
    """One row for each code."""
    return "\n".join(template.format(code) for code in codes.split())


TABLE = f"""
@HEADER R1
BHT R1 !=0019 !=00|18 !50 !8 !8 !=CH|RP|31

@1000A R1 in HEADER
NM1 R1 !=41 !=1|2 {_PERSON} !=46 !2-80
PER R2 !=IC ?60 !=TE|FX|EM !256 ?=TE|FX|EM|EX ?256 ?=TE|FX|EM|EX ?256

@1000B R1 in HEADER
NM1 R1 !=40 !=2 !60 - - - - !=46 !2-80

@2000A R0 in HEADER
HL R1 !12 - !=20 !=1
PRV S1 !=BI !=PXC !50
CUR S1 !=85 !3

@2010AA R1 in 2000A
NM1 R1 !=85 !=1|2 {_PROVIDER}
{_PLACE}
REF R1 !=EI|SY !9
REF S2 !=0B|1G !50
PER S2 {_CONTACT}

@2010AB S1 in 2000A
NM1 R1 !=87 !=1|2
{_PLACE}

@2010AC S1 in 2000A
NM1 R1 !=PE !=2 !60 - - - - !=PI|XV !2-80
{_PLACE}
REF S1 !=2U|FY|NF !50
REF R1 !=EI !9

@2000B R0 in 2000A
HL R1 !12 !12 !=22 !=0|1
SBR R1 {_ORDER} ?=18 ?50 ?60 ?3 - - - {_FILING}
PAT S1 - - - - ?=D8 ?35 ?=01 ?10 ?=Y

@2010BA R1 in 2000B
NM1 R1 !=IL !=1|2 {_PERSON} !=MI|II !2-80
{_PLACE_IF_KNOWN}
DMG S1 {_DEMOGRAPHY}
REF S1 !=SY !9
REF S1 !=Y4 !50
PER S1 {_TELEPHONE}

@2010BB R1 in 2000B
NM1 R1 !=PR !=2 !60 - - - - !=PI|XV !2-80
{_PLACE_IF_KNOWN}
REF S3 !=2U|EI|FY|NF !50
REF S2 !=G2|LU !50

@2000C S0 in 2000B
HL R1 !12 !12 !=23 !=0
PAT R1 !={_RELATION} - - - ?=D8 ?35 ?=01 ?10 ?=Y

@2010CA R1 in 2000C
NM1 R1 !=QC !=1 {_PERSON}
{_PLACE}
DMG R1 {_DEMOGRAPHY}
REF S1 !=Y4 !50
REF S1 !=1W|SY !50
PER S1 {_TELEPHONE}

@2300 S100 in 2000B 2000C
CLM R1 !38 !18 - - !:!2,!=B,!1 !=Y|N !=A|B|C !=N|W|Y !=I|Y ?=P ?:!=AA|EM|OA,?=AA|EM|OA,-,?2,?3 ?3 - - - - - - - ?2
{_rows("DTP S1 !={0} !=D8 !35", _ONCE)}
DTP S1 !=314|360|361 !=D8|RD8 !35
DTP S2 !=090|091 !=D8 !35
PWK S10 {_PAPER}
CN1 S1 .
AMT S1 !=F5 !18
{_rows("REF S1 !={0} !50", _CLAIM_REFERENCES)}
K3 S10 !80
NTE S1 !=ADD|CER|DCP|DGN|TPO !80
CR1 S1 .
CR2 S1 .
CRC S8 .
HI R1 !:!=ABK|BK,!30 {_DIAGNOSES}
HI S1 !:!=BP,!30 {_CODED}
HI S2 !:!=BG,!30 {_DIAGNOSES}
HCP S1 .

@2310A S2 in 2300
NM1 R1 !=DN|P3 !=1 {_PROVIDER}
REF S3 !=0B|1G|G2 !50

@2310B S1 in 2300
NM1 R1 !=82 !=1|2 {_PROVIDER}
PRV S1 !=PE !=PXC !50
REF S4 !=0B|1G|G2|LU !50

@2310C S1 in 2300
NM1 R1 !=77 !=2 !60 - - - - ?=XX ?10
{_PLACE}
REF S3 !=0B|G2|LU !50
PER S1 {_TELEPHONE}

@2310D S1 in 2300
NM1 R1 !=DQ !=1 {_PROVIDER}
REF S4 !=0B|1G|G2|LU !50

@2310E S1 in 2300
NM1 R1 !=PW !=2
{_PLACE}

@2310F S1 in 2300
NM1 R1 !=45 !=2 ?60
{_PLACE}

@2320 S10 in 2300
SBR R1 {_ORDER} !=18|{_RELATION} ?50 ?60 ?3 - - - {_FILING}
CAS S5 {_ADJUSTED}
{_rows("AMT S1 !={0} !18", "D A8 EAF")}
OI R1 - - !=N|W|Y ?=P - !=I|Y
MOA S1 .

@2330A R1 in 2320
NM1 R1 !=IL !=1|2 {_PERSON} !=MI|II !2-80
{_PLACE_IF_KNOWN}
REF S1 !=SY !9

@2330B R1 in 2320
NM1 R1 !=PR !=2 !60 - - - - !=PI|XV !2-80
{_PLACE_IF_KNOWN}
DTP S1 !=573 !=D8 !35
REF S2 !=2U|EI|FY|NF !50
{_rows("REF S1 !={0} !50", "G1 9F T4 F8")}

@2330C S2 in 2320
NM1 R1 !=DN|P3 !=1
REF R3 !=0B|1G|G2 !50

@2330D S1 in 2320
NM1 R1 !=82 !=1|2
REF R3 !=0B|1G|G2|LU !50

@2330E S1 in 2320
NM1 R1 !=77 !=2
REF R3 !=0B|G2|LU !50

@2330F S1 in 2320
NM1 R1 !=DQ !=1
REF R3 !=0B|1G|G2|LU !50

@2330G S1 in 2320
NM1 R1 !=85 !=1|2
REF R2 !=G2|LU !50

@2400 R50 in 2300
LX R1 !6
SV1 R1 {_SERVICE} !18 !=UN|MJ !15 ?2 - !:!2,?2,?2,?2 - ?=Y - ?=Y ?=Y - - ?=0
SV5 S1 .
PWK S11 .
CR1 S1 .
CR3 S1 .
CRC S5 .
DTP R1 !=472 !=D8|RD8 !35
{_rows("DTP S1 !={0} !=D8 !35", _LINE_ONCE)}
DTP S2 !=738|739 !=D8 !35
QTY S2 .
MEA S5 .
CN1 S1 .
{_rows("REF S1 !={0} !50", _LINE_REFERENCES)}
REF S5 !=G1 !50 - ?.
REF S5 !=9F !50 - ?.
{_rows("AMT S1 !={0} !18", "T F4")}
K3 S10 .
NTE S1 !=ADD|DCP !80
NTE S1 !=TPO !80
PS1 S1 .
HCP S1 .

@2410 S1 in 2400
LIN R1 .
CTP R1 .
REF S1 !=VY|XZ !50

@2420A S1 in 2400
NM1 R1 !=82 !=1|2 {_PROVIDER}
PRV S1 !=PE !=PXC !50
REF S20 !=0B|1G|G2|LU !50 - ?.

@2420B S1 in 2400
NM1 R1 !=QB !=1|2 - - - - - ?=XX ?10
REF S20 !=0B|1G|G2 !50 - ?.

@2420C S1 in 2400
NM1 R1 !=77 !=2 !60 - - - - ?=XX ?10
{_PLACE}
REF S3 !=G2|LU !50 - ?.

@2420D S1 in 2400
NM1 R1 !=DQ !=1 {_PROVIDER}
REF S20 !=0B|1G|G2|LU !50 - ?.

@2420E S1 in 2400
NM1 R1 !=DK !=1 {_PROVIDER}
{_PLACE_IF_KNOWN}
REF S20 !=0B|1G|G2 !50 - ?.
PER S1 {_CONTACT}

@2420F S2 in 2400
NM1 R1 !=DN|P3 !=1 {_PROVIDER}
REF S20 !=0B|1G|G2 !50 - ?.

@2420G S1 in 2400
NM1 R1 !=PW !=2
{_PLACE}

@2420H S1 in 2400
NM1 R1 !=45 !=2 ?60
{_PLACE}

@2430 S15 in 2400
SVD R1 !80 !18 {_SERVICE} - !15 ?6
CAS S5 {_ADJUSTED}
DTP R1 !=573 !=D8 !35
AMT S1 !=EAF !18

@2440 S0 in 2400
LQ R1 .
FRM R99 .
"""
