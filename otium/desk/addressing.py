"""How an address is written on paper."""

LONG_ZIP = 9


def town_line(city: str, state: str | None, postal_code: str | None) -> str:
    """As an envelope has it.

    >>> town_line("Tacoma", "WA", "984021207"), town_line("Tacoma", "WA", "98402"), town_line("", "", None)
    ('Tacoma, WA 98402-1207', 'Tacoma, WA 98402', '')
    """
    code = postal_code or ""
    code = f"{code[:5]}-{code[5:]}" if len(code) == LONG_ZIP and code.isdigit() else code
    return ", ".join(part for part in (city, " ".join(p for p in (state or "", code) if p)) if part)
