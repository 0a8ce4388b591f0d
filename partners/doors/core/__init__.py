"""CAQH CORE connectivity by HTTPS, rule version 2.2.0 (Phase II rule 270), from knowledge of the rule."""
