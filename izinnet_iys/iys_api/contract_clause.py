"""Consent inside a contract: heading, place, size, boxes per channel (L-23, L-24)."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from .folding import fold, plain
from .notice_lines import Line
from .terms import TYPES

SMALLEST: Final = 12.0
#: How each channel is called in folded text.
CHANNEL_WORDS: Final = {
    "ARAMA": re.compile(r"\b(arama|aranma|telefonla|sesli|calls?\b|phone)"),
    "MESAJ": re.compile(r"\b(sms|kisa mesaj|mesaj|text message)"),
    "EPOSTA": re.compile(r"\be-?(posta|mail)"),
}
TICKED: Final = re.compile(r"[☑☒✓✔🗹🗵]|\[\s*[xXvV]\s*\]|\(\s*[xX]\s*\)")
_HEADING: Final = re.compile(r"ticari elektronik ileti|commercial electronic message")
_SIGNATURE: Final = re.compile(r"\b(imza|taraflar\b|signature|signed)")
_BOX: Final = re.compile(r"[☐□▢❏❑◻]|\[\s*\]|\(\s*\)|[☑☒✓✔🗹🗵]|\[\s*[xXvV]\s*\]")
_REFUSES: Final = re.compile(
    r"\b(redded|ret\b|hayir|no\b|refuse|decline|do not|don't)"
    r"|(etm|vermi|istemi|onaylami)\w*yorum"
)
_ACCEPTS: Final = re.compile(
    r"\b(kabul|onayl|onay ver|evet|istiyorum|yes\b|accept|agree|approve)"
)


class ClauseFault(NamedTuple):
    """What a clause lacks; ``type`` names the channel when it is about one."""

    code: str
    type: str = ""


def channels_in(text: str) -> list[str]:
    """Return the channels a text names, in İYS's order."""
    folded = fold(plain(text))
    return [type_ for type_ in TYPES if CHANNEL_WORDS[type_].search(folded)]


def check_clause(lines: Sequence[Line]) -> list[ClauseFault]:
    """List what L-23 and L-24 miss in a contract or its clause, [] when nothing.

    ``lines`` end where the contract ends; what follows the clause may only be the place
    to sign.
    """
    start = _heading_at(lines)
    if start is None:
        return [ClauseFault("clause_heading")]
    clause, rest = _cut(lines, start)
    faults = [] if _is_last(rest) else [ClauseFault("clause_position")]
    if any(line.size is not None and line.size < SMALLEST for line in clause):
        faults.append(ClauseFault("clause_size"))
    return faults + _box_faults(line.text for line in clause[1:])


def _heading_at(lines):
    places = [
        place
        for place, line in enumerate(lines)
        if line.is_heading and _HEADING.search(fold(plain(line.text)))
    ]
    return places[-1] if places else None


def _cut(lines, start):
    """Part the clause, heading first, from what follows under another heading."""
    end = next(
        (i for i in range(start + 1, len(lines)) if lines[i].is_heading), len(lines)
    )
    return lines[start:end], lines[end:]


def _is_last(rest):
    return not rest or bool(_SIGNATURE.search(fold(plain(rest[0].text))))


def _box_faults(texts: Iterable[str]):
    offered, is_shared = _offers(texts)
    shared = [ClauseFault("clause_shared")] if is_shared else []
    if not offered:
        return [ClauseFault("clause_no_box")]
    missing = [
        ClauseFault(code, type_)
        for type_, choices in offered.items()
        for choice, code in (("yes", "clause_accept"), ("no", "clause_refuse"))
        if choice not in choices
    ]
    return shared + missing


def _offers(texts):
    """Gather the choices offered per channel: ({channel: {yes, no}}, one for several)."""
    offered, current, is_shared = {}, [], False
    for text in texts:
        current = channels_in(text) or current
        if not _BOX.search(text):
            continue
        is_shared = is_shared or len(current) > 1
        for type_ in current:
            offered.setdefault(type_, set()).update(_choices(text))
    return offered, is_shared


def _choices(text):
    """Say what the boxes of a line stand for: each by the words that follow it."""
    for words in _BOX.split(text)[1:]:
        folded = fold(plain(words))
        if _REFUSES.search(folded):
            yield "no"
        elif _ACCEPTS.search(folded):
            yield "yes"
