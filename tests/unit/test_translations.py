"""The Turkish of the addon is complete and says the same as the English."""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

import polib
import pytest

ADDON = Path(__file__).parents[2] / "izinnet_iys"
TURKISH = polib.pofile(str(ADDON / "i18n" / "tr.po"))
KNOWN = {re.sub(r"\s+", " ", entry.msgid).strip() for entry in TURKISH}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%s|%d")
MARKUP = re.compile(r"<[^>]+>")
#: Attributes of a view that people read.
READ_ATTRIBUTES = ("string", "placeholder", "confirm", "help", "title", "sum")


def _shape(pattern, text):
    return sorted(re.sub(r"\s+", " ", found) for found in pattern.findall(text))


def _python_texts():
    """Every literal text that the Python of the addon hands to a translator."""
    for path in ADDON.rglob("*.py"):
        if "tests" in path.relative_to(ADDON).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                text = node.args[0]
                if name in ("_", "_lt") and isinstance(text, ast.Constant):
                    yield text.value


def _view_texts():
    """Every text in the attributes of the addon's views."""
    for folder in ("views", "wizard"):
        for path in (ADDON / folder).glob("*.xml"):
            for node in ElementTree.parse(path).iter():
                yield from (
                    node.get(name) for name in READ_ATTRIBUTES if node.get(name)
                )


def test_every_english_text_has_a_turkish_one():
    assert [entry.msgid for entry in TURKISH if not entry.msgstr.strip()] == []


def test_no_translation_is_in_doubt():
    assert [entry.msgid for entry in TURKISH if entry.fuzzy] == []


@pytest.mark.parametrize(
    "pattern", [PLACEHOLDER, MARKUP], ids=["placeholder", "markup"]
)
def test_both_languages_have_the_same_parts(pattern):
    different = [
        entry.msgid
        for entry in TURKISH
        if _shape(pattern, entry.msgid) != _shape(pattern, entry.msgstr)
    ]
    assert different == []


@pytest.mark.parametrize("texts", [_python_texts, _view_texts])
def test_no_text_of_the_source_is_left_out(texts):
    found = {re.sub(r"\s+", " ", text).strip() for text in texts()}
    assert len(found) > 50
    assert sorted(found - KNOWN) == []
