"""The eye for accessibility sees what is wrong, and says nothing of a sound page."""

from urllib.parse import quote

import pytest

from .axe import grave_faults
from .browser import Browser

PAGE = (
    '<!DOCTYPE html><html lang="tr"><head><title>Deneme</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    "<body><main><h1>Deneme</h1>{}</main></body></html>"
)


@pytest.fixture(scope="module")
def browser():
    with Browser() as browser:
        browser.resize(390, 844)
        yield browser


@pytest.mark.parametrize(
    ("part", "sign"),
    [
        ('<p style="color:#ccc;background:#fff">Soluk</p>', "color-contrast"),
        ('<input type="text">', "label"),
        ('<button style="height:12px;font-size:8px">Git</button>', "too small"),
        ('<p style="width:900px">Uzun</p>', "wider"),
    ],
)
def test_a_fault_is_seen(browser, part, sign):
    faults = grave_faults(browser, "data:text/html," + quote(PAGE.format(part)))
    assert [line for line in faults if sign in line]


def test_a_sound_page_has_no_fault(browser):
    page = PAGE.format("<p>Her şey yolunda.</p>")
    assert grave_faults(browser, "data:text/html," + quote(page)) == []
