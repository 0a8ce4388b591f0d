"""Readers of others, to judge what we write. They judge the form; what neither looks at, `x12.md` lists."""

import json
from functools import cache
from io import StringIO
from unittest.mock import patch

from pyx12 import map_if
from pyx12.errors import EngineError
from pyx12.params import params
from pyx12.x12n_document import x12n_document

_load_map = map_if.load_map_file


@cache
def _map_of(name: str):
    return _load_map(name, params())


def _map_once(name: str, *_):
    """pyx12 reads its maps anew for every file, which takes nine tenths of its time; they do not change."""
    return _map_of(name)


def pyx12_errors(data: bytes) -> list[tuple[str, int | None, str]]:
    """What pyx12 finds: its code, the line (a segment a line, from 1; None for envelopes), its words."""
    told = StringIO()
    try:
        text = data.decode()
        with patch.object(map_if, "load_map_file", _map_once):
            x12n_document(
                param=params(), src_file=StringIO(text), fd_997=StringIO(), fd_html=None, fd_xmldoc=None, fd_json=told
            )
    except (EngineError, UnicodeDecodeError) as error:
        return [("engine", None, type(error).__name__)]
    return _errors(json.loads(told.getvalue()))


def _errors(told, line: int | None = None) -> list[tuple[str, int | None, str]]:
    """Every error in pyx12's tree; a segment's line holds for what is below it."""
    if isinstance(told, list):
        return [error for each in told for error in _errors(each, line)]
    if not isinstance(told, dict):
        return []
    if "err_cde" in told:
        return [(told["err_cde"], line, told["err_str"])]
    line = told["cur_line"] if "seg_id" in told else line
    return [error for each in told.values() for error in _errors(each, line)]
