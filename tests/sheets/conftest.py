"""A browser for the tests of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from headless import Browser, browser, chromium


@pytest.fixture(scope="session")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for all the tests."""
    program = chromium()
    if program is None:
        pytest.skip("there is no Chromium")
    with browser(program, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


Opens = Callable[..., Browser]


@pytest.fixture
def page(tab: Browser, tmp_path: Path) -> Iterator[Opens]:
    """Opens the page of an exam; at the end the browser has logged nothing and asked for nothing."""
    from html_pages import HELPERS, written

    def go(name: str, seed: str | None = None) -> Browser:
        path = tmp_path / "sheet.html"
        path.write_bytes(written(name, seed))
        tab.open(path)
        tab.run(HELPERS)
        return tab

    yield go
    assert tab.complaints() == []
    assert all(url.startswith("file://") for url in tab.requests())
