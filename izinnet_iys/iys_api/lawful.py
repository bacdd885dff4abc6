"""What the law demands of a consent form before it may be shown to anybody.

The texts themselves are judged by ``notice_rules``; here it is about how they are asked:
which boxes, which words beside them, where. Codes only; the models say them in words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from .folding import fold, plain

#: Every fault with the rule it breaks, in the order of the law.
RULES: Final = {
    "no_address": "L-17",
    "by_message": "L-20",
    "silence": "L-21",
    "required": "L-22",
    "reward": "L-22",
    "clause_place": "L-23",
    "clause_unpublished": "L-23",
    "no_box": "L-24",
    "no_channel": "L-24",
    "other_channel": "L-24",
    "channel_twice": "L-24",
    "all_at_once": "L-24",
    "no_code": "L-25",
    "code_for_consent": "L-25",
    "no_identity": "L-41",
    "mixed": "L-51",
    "accepted_notice": "L-52",
    "wrong_kind": "L-52",
    "unpublished": "L-52",
    "other_brand": "L-52",
    "no_notice": "L-53",
    "notice_unpublished": "L-53",
}
#: Which address a channel needs.
ADDRESSES: Final = {"ARAMA": "phone", "MESAJ": "phone", "EPOSTA": "email"}
#: Places whose link would have to be brought by a message that asks.
ASKING_PLACES: Final = frozenset({"message"})
PAPER: Final = "paper"

#: All patterns look into folded text: small letters without Turkish marks.
_SILENCE: Final = re.compile(
    r"\baksi(ni)? (belirt|bildir|isaret)|\bisaretlemez(se|sen|seniz)\b"
    r"|\b(kabul|onay\w*) (etmis|vermis) sayil|\bitiraz etmez"
    r"|\bunless you (object|tell|uncheck)|\bdeemed to"
)
_REQUIRED: Final = re.compile(
    r"\bzorunlu|\bonay\w*( \w+){0,3} (olmadan|vermeden|sart)|\bisaretlemeden"
    r"|\bizin vermeyen|\bdevam edebilmek icin|\bkatilabilmek icin"
    r"|\brequired\b|\bmandatory\b|\bin order to (continue|proceed)|\bmust (agree|accept)"
)
_REWARD: Final = re.compile(
    r"\b(indirim|hediye|kupon|puan|cekilis|odul)\w*[^.]{0,60}\b(onay|izin|izn)"
    r"|\b(onay|izin|izn)\w*[^.]{0,60}\b(indirim|hediye|kupon|puan|cekilis|odul)\w* "
    r"(kazan|verilir|sizin|hakki|firsati|alin|tanimlan)"
    r"|\b(discount|gift|coupon|prize|voucher)\w*[^.]{0,60}\b(consent|agree|subscrib)"
    r"|\b(consent|agree|subscrib)\w*[^.]{0,60}\b(win|get|earn|receive) (a|an|your)\b"
)
#: A code that would stand for a consent, or for several things at once.
_CODE: Final = re.compile(
    r"\b(kod|sifre)\w*[^.]{0,80}\b(onay|kabul|izin)\w*( \w+)? (vermis|etmis|ver|et)\w*"
    r"|\bcode\b[^.]{0,80}\b(you|i) (\w+ )?(agree|accept|consent)"
)
_ALL: Final = re.compile(
    r"\b(tum|butun|her turlu) (iletisim )?kanal|\ball channels?\b"
    r"|\b(sms|mesaj|e-?posta|arama)\w*( |, ?|/)+(ve |veya |and |or )?"
    r"(sms|mesaj|e-?posta|arama)\w*"
)
_ACCEPTED: Final = re.compile(
    r"\b(aydinlatma|gizlilik|kvkk)\w*( \w+){0,3}[^.]{0,60}\b(kabul|onayl)"
    r"|\bokudum[^.]{0,40}\b(kabul|onay)|\bread and (accept|agree)"
    r"|\bprivacy (notice|policy)[^.]{0,60}\b(accept|agree)"
)


class Fault(NamedTuple):
    """What a form breaks: ``code`` a key of ``RULES``, ``rule`` its value; ``about``
    names the channel or the words beside the box it is about, or is empty."""

    code: str
    rule: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """One box as it would be shown: the words beside it and the text behind it.

    ``kind`` and ``text_type`` are the text's own; ``is_ours``: the text is of the form's
    brand.
    """

    label: str
    kind: str
    type: str = ""
    text_type: str = ""
    is_published: bool = True
    is_ours: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it would be published.

    ``words`` is everything else people read: headline, introduction, thank-you.
    ``can_confirm`` holds the channels whose address can be confirmed today (L-25, L-27).
    """

    place: str
    boxes: tuple[Box, ...] = ()
    words: str = ""
    has_notice: bool = True
    notice_published: bool = True
    has_identity: bool = True
    addresses: frozenset[str] = frozenset({"phone", "email"})
    confirms: bool = False
    can_confirm: frozenset[str] = frozenset()


def check_form(form: Form) -> list[Fault]:
    """List what forbids publishing a form, [] when nothing; in the order of ``RULES``."""
    found = {*_whole(form), *_words(form)}
    for box in form.boxes:
        found |= {*_box(form, box), *_label(box)}
    order = list(RULES)
    return sorted(
        (Fault(code, RULES[code], about) for code, about in found),
        key=lambda fault: (order.index(fault.code), fault.about),
    )


def _whole(form: Form) -> Iterator[tuple[str, str]]:
    if form.place in ASKING_PLACES:
        yield "by_message", ""
    if not form.boxes:
        yield "no_box", ""
    if not form.has_identity:
        yield "no_identity", ""
    if not form.has_notice:
        yield "no_notice", ""
    elif not form.notice_published:
        yield "notice_unpublished", ""
    types = [box.type for box in form.boxes if box.type]
    yield from (("channel_twice", t) for t in set(types) if types.count(t) > 1)


def _words(form: Form) -> Iterator[tuple[str, str]]:
    text = fold(plain(form.words))
    for code, pattern in (
        ("silence", _SILENCE),
        ("required", _REQUIRED),
        ("reward", _REWARD),
        ("code_for_consent", _CODE),
    ):
        if match := pattern.search(text):
            yield code, form.words[match.start() : match.end()]


def _box(form: Form, box: Box) -> Iterator[tuple[str, str]]:
    """What is wrong with a box whatever is written beside it."""
    if not box.is_ours:
        yield "other_brand", box.label
    check = _KINDS.get(box.kind)
    if check is None:
        yield "wrong_kind", box.label
    else:
        yield from check(form, box)


def _approval(form, box):
    if not box.is_published:
        yield "unpublished", box.label
    if box.type not in ADDRESSES:
        yield "no_channel", box.label
        return
    if box.text_type and box.text_type != box.type:
        yield "other_channel", box.label
    if ADDRESSES[box.type] not in form.addresses:
        yield "no_address", box.type
    if form.confirms and box.type not in form.can_confirm:
        yield "no_code", box.type


def _explicit(form, box):
    if not box.is_published:
        yield "unpublished", box.label
    provable = {ADDRESSES[type_] for type_ in form.can_confirm}
    if form.confirms and not provable & form.addresses:
        yield "no_code", box.label
    if box.type:
        yield "mixed", box.label


def _clause(form, box):
    """A clause belongs to the end of a signed contract, not to a page (L-23)."""
    if form.place != PAPER:
        yield "clause_place", box.label
    if not box.is_published:
        yield "clause_unpublished", box.label


_KINDS: Final = {
    "commercial_approval": _approval,
    "explicit_consent": _explicit,
    "contract_clause": _clause,
}


def _label(box: Box) -> Iterator[tuple[str, str]]:
    """What the words beside a box may not say."""
    text = fold(plain(box.label))
    patterns = {
        "silence": _SILENCE,
        "required": _REQUIRED,
        "reward": _REWARD,
        "code_for_consent": _CODE,
        "accepted_notice": _ACCEPTED,
    }
    if box.kind == "commercial_approval":
        patterns["all_at_once"] = _ALL
    yield from (
        (code, box.label) for code, pattern in patterns.items() if pattern.search(text)
    )
