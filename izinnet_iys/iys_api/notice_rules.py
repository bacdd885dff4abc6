"""What the law demands of a text before a person may be asked to decide on it.

Kinds are never mixed, a notice is complete and never "accepted", nothing of a template is
left over (L-51 … L-54), an approval is of one channel (L-24), a clause of a contract looks
as it must (L-23). Codes only; the models say them in words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final, NamedTuple

from .contract_clause import TICKED, channels_in, check_clause
from .folding import fold, plain
from .notice_lines import Line, read_lines
from .terms import TYPES

#: Elements a privacy notice must have, with the code of the fault (L-53).
ELEMENTS: Final = {
    "controller": "no_controller",
    "purpose": "no_purpose",
    "recipient": "no_recipient",
    "method": "no_method",
    "rights": "no_rights",
}
#: Words a brand fills in at publishing; nothing else is ever replaced.
PLACEHOLDERS: Final = ("brand", "trade_name", "mersis", "contact")

#: Every fault with the rule it breaks.
RULES: Final = {
    "empty": "L-53",
    "no_channel": "L-24",
    "other_channel": "L-24",
    **dict.fromkeys(ELEMENTS.values(), "L-53"),
    "unnamed_controller": "L-53",
    "purpose_without_ground": "L-52",
    "accepted_notice": "L-52",
    "notice_in_consent": "L-52",
    "mixed_consents": "L-51",
    "general_consent": "L-54",
    "ticked_box": "L-21",
    "leftover": "L-52",
    "empty_value": "L-52",
    "clause_heading": "L-23",
    "clause_position": "L-23",
    "clause_size": "L-23",
    "clause_no_box": "L-23",
    "clause_accept": "L-23",
    "clause_refuse": "L-23",
    "clause_shared": "L-24",
}

_fields = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_leftovers = re.compile(
    r"\{\{[^{}]{0,60}\}\}|\{\{|\}\}|\[(?!\s*[xXvV]?\s*\])[^\[\]]{2,120}\]"
    r"|\b[Xx]{3,}\b|lorem ipsum",
)
#: "I have read and accept" and its relatives, in folded text. "Read and understood" is
#: all a notice may ask for (L-52).
_ACCEPTED: Final = re.compile(
    r"\bokudum[^.]{0,40}\b(kabul|onay|riza)"
    r"|\b(kabul|beyan|taahhut)\w* (ediyorum|ederim|ettim|ediyoruz|etmis)"
    r"|\bonayl(iyorum|arim|adim)|\bonay(i|im)?\w* veriyorum"
    r"|\briza\w* (veriyorum|gosteriyorum|ediyorum|vardir)"
    r"|\bi (hereby )?(have read and )?(accept|agree|consent|approve)\b"
    r"|\bread and (accept|agree|approve)"
)
#: A consent may point to the notice, but not have it read or accepted in one breath.
_NOTICE_ACCEPTED: Final = re.compile(
    r"\b(aydinlatma|gizlilik|kvkk)\w*( \w+){0,2} metn\w*[^.]{0,60}"
    r"\b(okudum|anladim|kabul|onayliyorum)"
    r"|\bokudum[^.]{0,40}\b(kabul|onay)"
    r"|\bprivacy (notice|policy)[^.]{0,60}\b(accept|agree)"
    r"|\bread[^.]{0,60}\bprivacy (notice|policy)|\bread and (accept|agree)"
)
_EXPLICIT: Final = re.compile(r"\bacik riza|\bexplicit consent")
_COMMERCIAL: Final = re.compile(
    r"\bticari (elektronik )?ileti|\bcommercial (electronic )?messages?"
)
_GENERAL: Final = re.compile(
    r"\bher turlu (amac|isle|kullan)|\b(tum|butun) amaclar|\bher amacla"
    r"|\b(any|all) purposes?\b"
)
_LEAVING: Final = re.compile(
    r"geri (al|cek)|\bret\b|redd|vazgec|iptal|basvur|ulas|bildir"
    r"|withdraw|refuse|unsubscribe|reach|contact"
)
_sentences = re.compile(r"(?<=[.!?;])\s+")


class Fault(NamedTuple):
    """What a text breaks: ``code`` a key of ``RULES``, ``rule`` its value; ``about``
    names the channel, element or words it is about, or is empty."""

    code: str
    rule: str
    about: str = ""


class Element(NamedTuple):
    """One typed block: ``kind`` a key of ``ELEMENTS`` or ``free``; ``ground`` of a purpose."""

    kind: str
    text: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it would be published, placeholders not yet filled.

    ``kind``: notice, explicit_consent, commercial_approval or contract_clause; ``type``
    the channel of an approval; ``values`` what the brand says for each placeholder.
    """

    kind: str
    body: str
    type: str = ""
    elements: tuple[Element, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


def fill(html: str, values: Mapping[str, str]) -> str:
    """Put the brand's words into a text, once and as plain words.

    A placeholder that is unknown or has no value stays and is found by ``check_text``.
    """

    def words(match):
        value = values.get(match[1]) if match[1] in PLACEHOLDERS else None
        return escape(value) if value else match[0]

    return _fields.sub(words, html)


def check_text(text: Text) -> list[Fault]:
    """List what forbids publishing a text, [] when nothing; in the order of ``RULES``."""
    lines = read_lines(fill(text.body, text.values))
    if not lines:
        return [Fault("empty", RULES["empty"])]
    found = {*_left_over(text, lines), *_ticked(lines), *_KINDS[text.kind](text, lines)}
    order = list(RULES)
    return sorted(
        (Fault(code, RULES[code], about) for code, about in found),
        key=lambda fault: (order.index(fault.code), fault.about),
    )


def _folded(lines: list[Line]) -> str:
    return "\n".join(fold(plain(line.text)) for line in lines)


def _left_over(text, lines) -> Iterator[tuple[str, str]]:
    empty = {
        name
        for name in _fields.findall(text.body)
        if name in PLACEHOLDERS and not text.values.get(name)
    }
    yield from (("empty_value", name) for name in empty)
    for line in lines:
        for match in _leftovers.finditer(line.text):
            name = _fields.fullmatch(match[0])
            if not (name and name[1] in empty):
                yield "leftover", match[0]


def _ticked(lines):
    if any(TICKED.search(line.text) for line in lines):
        yield "ticked_box", ""


def _check_notice(text, lines):
    present = {element.kind for element in text.elements if element.text.strip()}
    yield from ((code, "") for kind, code in ELEMENTS.items() if kind not in present)
    if "controller" in present and not _names_controller(text):
        yield "unnamed_controller", ""
    for element in text.elements:
        if element.kind == "purpose" and not element.ground:
            yield "purpose_without_ground", ""
    if _ACCEPTED.search(_folded(lines)):
        yield "accepted_notice", ""


def _names_controller(text):
    name = fold(plain(text.values.get("trade_name") or ""))
    told = (e.text for e in text.elements if e.kind == "controller")
    words = fold(plain(" ".join(fill(part, text.values) for part in told)))
    return not name or fold(escape(name)) in words or name in words


def _check_consent(text, lines):
    """What no consent may hold, of whatever kind: pieces of a notice."""
    if any(element.kind in ELEMENTS for element in text.elements):
        yield "notice_in_consent", ""
    if _NOTICE_ACCEPTED.search(_folded(lines)):
        yield "accepted_notice", ""


def _check_explicit(text, lines):
    yield from _check_consent(text, lines)
    folded = _folded(lines)
    if _COMMERCIAL.search(folded):
        yield "mixed_consents", ""
    if _GENERAL.search(folded):
        yield "general_consent", ""


def _check_approval(text, lines):
    yield from _check_consent(text, lines)
    if _EXPLICIT.search(_folded(lines)):
        yield "mixed_consents", ""
    if text.type not in TYPES:
        yield "no_channel", ""
        return
    for line in lines:
        for sentence in _sentences.split(line.text):
            if not _LEAVING.search(fold(plain(sentence))):
                others = (t for t in channels_in(sentence) if t != text.type)
                yield from (("other_channel", type_) for type_ in others)


def _check_contract(text, lines):
    yield from _check_consent(text, lines)
    if _EXPLICIT.search(_folded(lines)):
        yield "mixed_consents", ""
    yield from ((fault.code, fault.type) for fault in check_clause(lines))


_KINDS: Final = {
    "notice": _check_notice,
    "explicit_consent": _check_explicit,
    "commercial_approval": _check_approval,
    "contract_clause": _check_contract,
}
