"""What every page must pass in a browser: nothing sticks out to the side, axe finds nothing.

A page is looked at when it has loaded. A click may have begun another one, or the page come anew by itself while it
is read; then what was read was no page at all, and the next one is looked at.
"""

import os
from collections.abc import Callable
from typing import TypeVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

T = TypeVar("T")
TRIES = 5
NO_PAGE = ("Execution context was destroyed", "Cannot read properties of null", "navigat", "Frame was detached")


def on_a_loaded_page(page: Page, look: Callable[[], T]) -> T:
    """What `look` answers about a page that stood still while it looked."""
    for _ in range(TRIES - 1):
        page.wait_for_load_state()
        try:
            return look()
        except Error as error:
            if not any(sign in error.message for sign in NO_PAGE):
                raise
    page.wait_for_load_state()
    return look()


def fits(page: Page) -> bool:
    """Nothing sticks out to the side."""
    width = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    return on_a_loaded_page(page, lambda: bool(page.evaluate(width)))


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds: each rule with the elements that break it."""
    found = on_a_loaded_page(page, lambda: Axe().run(page).response["violations"])
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


def assert_fits_and_reads(page: Page, name: str) -> None:
    """Both; with OTIUM_SCREENSHOTS set to a folder, the page is kept there under this name."""
    assert fits(page)
    if folder := os.environ.get("OTIUM_SCREENSHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    assert barriers(page) == []
