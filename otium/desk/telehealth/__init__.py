"""Visits by video: rooms and links (`links`), how a visit is held (`holding`), what the practice allows (`chosen`)."""

from otium.desk.telehealth.links import LinkRefusedError, lacks, link_for, link_of

__all__ = ["LinkRefusedError", "lacks", "link_for", "link_of"]
