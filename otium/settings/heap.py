"""How a process that answers requests looks for garbage."""

import gc

from django.urls import get_resolver

YOUNG = 20_000  # objects made before the young ones are looked through; Python's 700 are less than one page makes
OLDER = (20, 50)


def settle() -> None:
    """Leave what every request needs out of all looking, after it is loaded: models, pages and rules.

    They are half a million objects that never become garbage. A page that reads the facts of 300 patients makes Python
    look through all of them several times, which took a quarter of its processor time.
    """
    len(get_resolver().url_patterns)  # loads the pages, which the first request would do otherwise
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *OLDER)
