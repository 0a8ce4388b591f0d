"""Pages set by typst from our templates on Letter paper.

What people typed goes in as JSON and is shown, never read as a template: no name can open a file or call a function.
The compiler sees the template alone, no folder and no network.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Literal

import typst

PDF_STANDARD: Literal["ua-1"] = "ua-1"  # ISO 14289-1
_CONTROL = dict.fromkeys(i for i in range(32) if chr(i) not in "\n\t")


class CannotSetError(ValueError):
    """The template and its data do not make a page. Holds nothing of the data."""


def pdf(template: str, name: str, data: dict[str, object], *, is_tagged: bool = True) -> bytes:
    """`is_tagged`: PDF/UA-1; not where untagged pages are laid in afterwards. Raises CannotSetError."""
    text = json.dumps(_clean(data), ensure_ascii=False)
    try:
        made = typst.compile(
            _template(template), format="pdf", sys_inputs={name: text}, ignore_system_fonts=True, timestamp=0,
            pdf_standards=[PDF_STANDARD] if is_tagged else [],
        )  # fmt: skip
    except (typst.TypstError, RuntimeError):
        raise CannotSetError(f"the {template} could not be set") from None  # its words may hold the data
    return bytes(made)


def _clean(value: object) -> object:
    """Without control characters, which PDF cannot carry."""
    if isinstance(value, str):
        return value.translate(_CONTROL)
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def _template(name: str) -> bytes:
    return files("otium.wires.paper").joinpath("templates", f"{name}.typ").read_bytes()
