"""The field's nouns where a rule or a wire needs them: frozen dataclasses and enums.

Names are X12's, FHIR R4's and CMS's (docs/glossary.md). Standard library only; everything else may import this room.
`None` always means unknown: never zero, never "no".
"""
