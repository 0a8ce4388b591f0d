"""Numbers and codes whose form says whether they can be right, before anybody looks them up."""

import re
from functools import lru_cache

_NPI = re.compile(r"[0-9]{10}")
_NPI_PREFIX = 24  # what the ISO prefix 80840 adds to the Luhn sum
# The second and third characters may be letters: O9A, Z3A, C7B, and since October 2025 QA0.
_ICD10 = re.compile(r"[A-Z][0-9A][0-9AB][0-9A-Z]{0,4}")
_HCPCS = re.compile(r"[0-9]{4}[0-9AFMTU]|[A-V][0-9]{4}")


@lru_cache(maxsize=4096)  # a file names the same few providers again and again
def npi_is_valid(text: str) -> bool:
    """Ten digits whose last one checks the others. Source: CMS, NPI check digit (Luhn, ISO 7812, prefix 80840).

    >>> npi_is_valid("1234567893"), npi_is_valid("1234567890"), npi_is_valid("123")
    (True, False, False)
    """
    if not _NPI.fullmatch(text):
        return False
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in text[::2])
    return (_NPI_PREFIX + doubled + sum(map(int, text[1::2]))) % 10 == 0


def icd10_has_shape(text: str) -> bool:
    """Three to seven characters of an ICD-10-CM code, as X12 carries them: capitals, no point.

    Says nothing of whether the code exists or may be billed. Source: CMS, ICD-10-CM tabular list.

    >>> icd10_has_shape("M25641"), icd10_has_shape("M25.641"), icd10_has_shape("M2")
    (True, False, False)
    """
    return bool(_ICD10.fullmatch(text))


def hcpcs_has_shape(text: str) -> bool:
    """Five characters of a CPT (97530, 0373T) or HCPCS level II code (G0283).

    Says nothing of whether the code exists on a day. Source: CMS, HCPCS levels I and II.

    >>> hcpcs_has_shape("97530"), hcpcs_has_shape("G0283"), hcpcs_has_shape("9753")
    (True, True, False)
    """
    return bool(_HCPCS.fullmatch(text))
