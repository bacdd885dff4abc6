"""The Turkish of the addons is complete and says the same as the English."""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

import polib
import pytest

REPO = Path(__file__).parents[2]
#: Addons with words of their own; one without has no ``i18n`` folder yet.
ADDONS = sorted(path.parents[1] for path in REPO.glob("izinnet_*/i18n/tr.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%s|%d")
MARKUP = re.compile(r"<[^>]+>")
#: Attributes of a view that people read.
READ_ATTRIBUTES = ("string", "placeholder", "confirm", "help", "title", "sum")


def _shape(pattern, text):
    return sorted(_plain(found) for found in pattern.findall(text))


class Words:
    """One addon's texts: what its Turkish file knows and what its source says."""

    def __init__(self, addon):
        """Read the Turkish file of an addon's folder."""
        self.addon = addon
        self.turkish = polib.pofile(str(addon / "i18n" / "tr.po"))

    def known(self):
        """The English of every entry, with plain spaces."""
        return {_plain(entry.msgid) for entry in self.turkish}

    def in_python(self):
        """Every literal text that the Python of the addon hands to a translator."""
        for path in self.addon.rglob("*.py"):
            if "tests" in path.relative_to(self.addon).parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and node.args:
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    text = node.args[0]
                    if name in ("_", "_lt") and isinstance(text, ast.Constant):
                        yield text.value

    def in_views(self):
        """Every text in the attributes of the addon's views."""
        for folder in ("views", "wizard"):
            for path in (self.addon / folder).glob("*.xml"):
                for node in ElementTree.parse(path).iter():
                    yield from (
                        node.get(name) for name in READ_ATTRIBUTES if node.get(name)
                    )


def _plain(text):
    return re.sub(r"\s+", " ", text).strip()


@pytest.fixture(params=ADDONS, ids=[addon.name for addon in ADDONS])
def words(request):
    """The texts of each addon in turn."""
    return Words(request.param)


def test_every_addon_speaks_turkish():
    """An addon without a Turkish file would pass every test below unseen."""
    assert {path.name for path in ADDONS} == {
        path.parent.name for path in REPO.glob("izinnet_*/__manifest__.py")
    }


def test_every_english_text_has_a_turkish_one(words):
    assert [entry.msgid for entry in words.turkish if not entry.msgstr.strip()] == []


def test_no_translation_is_in_doubt(words):
    assert [entry.msgid for entry in words.turkish if entry.fuzzy] == []


@pytest.mark.parametrize(
    "pattern", [PLACEHOLDER, MARKUP], ids=["placeholder", "markup"]
)
def test_both_languages_have_the_same_parts(words, pattern):
    different = [
        entry.msgid
        for entry in words.turkish
        if _shape(pattern, entry.msgid) != _shape(pattern, entry.msgstr)
    ]
    assert different == []


@pytest.mark.parametrize("addon", ADDONS, ids=[addon.name for addon in ADDONS])
def test_template_and_turkish_hold_the_same_texts(addon):
    """Odoo reads only what stands in the template as well, and says nothing of the rest."""
    turkish, template = (
        {entry.msgid for entry in polib.pofile(str(addon / "i18n" / name))}
        for name in ("tr.po", f"{addon.name}.pot")
    )
    assert turkish ^ template == set()


@pytest.mark.parametrize("place", ["in_python", "in_views"])
def test_no_text_of_the_source_is_left_out(words, place):
    found = {_plain(text) for text in getattr(words, place)()}
    assert found
    assert sorted(found - words.known()) == []
