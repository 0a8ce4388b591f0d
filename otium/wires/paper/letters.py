"""Letters as PDF: tagged, with title and language (PDF/UA-1), on Letter paper."""

from dataclasses import asdict

from otium.terms.family import AbnForm, FamilyLetter
from otium.terms.notice import FaxCover
from otium.wires.paper.setting import PDF_STANDARD, CannotSetError, pdf

__all__ = ["PDF_STANDARD", "CannotSetError", "abn", "fax_cover", "letter"]


def letter(content: FamilyLetter) -> bytes:
    """A letter as PDF. Raises CannotSetError."""
    return pdf("letter", "letter", asdict(content))


def abn(form: AbnForm) -> bytes:
    """An advance beneficiary notice as PDF: one page. Raises CannotSetError."""
    return pdf("abn", "form", asdict(form))


def fax_cover(cover: FaxCover) -> bytes:
    """The first page of a fax as PDF. Raises CannotSetError."""
    return pdf("fax_cover", "cover", asdict(cover))
