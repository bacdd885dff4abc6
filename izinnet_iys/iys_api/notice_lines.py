"""Rich text as the lines a person reads, with what the law asks about: how big, how set.

Reads HTML as Odoo's editor and people's paste make it; a line is what stands between two
block elements or line breaks.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final, NamedTuple

#: An empty box as it is printed; what people draw is read as one, too.
EMPTY_BOX: Final = "☐"
TICKED_BOX: Final = "☑"

_BLOCKS: Final = frozenset(
    "address article blockquote dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6"
    " header hr label li main ol p pre section table tbody td th thead tr ul".split()
)
_VOID: Final = frozenset("br hr img input wbr".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_SILENT: Final = frozenset("head script style template title".split())
#: Points of the sizes that have a name; pages are printed at 12 pt unless they say so.
_NAMED_SIZES: Final = {
    "xx-small": 7.0, "x-small": 8.0, "small": 10.0, "smaller": 10.0,
    "medium": 12.0, "large": 14.0, "larger": 14.0, "x-large": 18.0, "xx-large": 24.0,
}  # fmt: skip
_CLASS_SIZES: Final = {
    "small": 10.0, "o_small-fs": 10.5, "o_small_twelve-fs": 9.0,
    "o_small_ten-fs": 7.5, "o_small_eight-fs": 6.0,
}  # fmt: skip
_FONT_SIZES: Final = {"1": 7.5, "2": 10.0}
_UNITS: Final = {"pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "%": 0.12}
_font_size = re.compile(r"font-size\s*:\s*([^;!]+)").search
_length = re.compile(r"([\d.]+)\s*(pt|px|r?em|%)").fullmatch


class Line(NamedTuple):
    """One line: its words, whether it is a heading, the smallest type in it in points
    (None: the page's own size)."""

    text: str
    is_heading: bool = False
    size: float | None = None


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    size: float | None
    is_bold: bool
    is_checklist: bool


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._open: list[_Open] = []
        self._runs: list[tuple[str, _Open | None]] = []

    def handle_starttag(self, tag, attrs):
        """Override of `html.parser`: note size and weight; blocks begin a line."""
        if tag in _BLOCKS or tag == "br":
            self.end_line()
        given = {name: value or "" for name, value in attrs}
        if tag == "input":
            self._box("checked" in given, given.get("type"))
        if tag in _VOID:
            return
        self._open.append(self._enter(tag, given))
        if tag == "li" and any(element.is_checklist for element in self._open[:-1]):
            self._box("o_checked" in given.get("class", ""), "checkbox")

    def handle_endtag(self, tag):
        """Override of `html.parser`: leave the element, forgiving forgotten ends."""
        if tag in _BLOCKS:
            self.end_line()
        tags = [element.tag for element in self._open]
        if tag in tags:
            last = len(tags) - 1 - tags[::-1].index(tag)
            del self._open[last:]

    def handle_data(self, data):
        """Override of `html.parser`: gather the words of the line."""
        if not any(element.tag in _SILENT for element in self._open):
            self._runs.append((data, self._open[-1] if self._open else None))

    def end_line(self):
        """Close the line that is being read."""
        runs = [(words, element) for words, element in self._runs if words.strip()]
        text = " ".join("".join(words for words, _element in self._runs).split())
        self._runs.clear()
        if not text:
            return
        within = {element.tag for element in self._open}
        is_bold = all(element and element.is_bold for _words, element in runs)
        sizes = [element.size for _w, element in runs if element and element.size]
        is_heading = bool(_HEADINGS & within) or is_bold
        self.lines.append(Line(text, is_heading, min(sizes, default=None)))

    def _enter(self, tag, given):
        parent = self._open[-1] if self._open else _Open("", None, False, False)
        return _Open(
            tag,
            _size_of(tag, given) or parent.size,
            parent.is_bold or tag in ("b", "strong") or tag in _HEADINGS,
            "o_checklist" in given.get("class", ""),
        )

    def _box(self, is_ticked, kind):
        if kind in ("checkbox", "radio"):
            box = TICKED_BOX if is_ticked else EMPTY_BOX
            self._runs.append((f" {box} ", self._open[-1] if self._open else None))


def read_lines(html: str) -> list[Line]:
    """Return the lines of a rich text in reading order, empty ones left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return reader.lines


def _size_of(tag, given):
    """Points an element sets for its text, or None when it leaves them alone."""
    if tag == "small":
        return _NAMED_SIZES["small"]
    if tag == "font" and given.get("size") in _FONT_SIZES:
        return _FONT_SIZES[given["size"]]
    named = _font_size(given.get("style", "").lower())
    if named:
        return _points(named[1].strip())
    sizes = [_CLASS_SIZES.get(name) for name in given.get("class", "").split()]
    return min(filter(None, sizes), default=None)


def _points(value):
    if value in _NAMED_SIZES:
        return _NAMED_SIZES[value]
    length = _length(value)
    try:
        return float(length[1]) * _UNITS[length[2]] if length else None
    except ValueError:
        return None
