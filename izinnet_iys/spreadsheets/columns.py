"""Which column holds what: proposed from headers first, from the values where they tell."""

import re
from collections.abc import Sequence

from .values import parse_moment, parse_source, parse_status, parse_types
from .words import STATE_WORDS, TARGET_OF, TYPE_OF, fold

#: Everything a column may be; "" leaves it out.
TARGETS = (
    "", "recipient", "phone", "email", "type", "status", "status_ARAMA", "status_MESAJ",
    "status_EPOSTA", "consent_date", "consent_time", "source", "recipient_type",
    "person_name", "first_name", "last_name", "brand", "retailer_code", "proof",
)  # fmt: skip
#: How many of the first rows may be titles above the headers.
HEADER_SEARCH = 20
_PHONE = re.compile(r"[+(]?[\d ()./+-]{9,20}")


def find_header(rows: Sequence[tuple[int, list]]) -> int:
    """Return the row number of the headers among the first rows, 0 when there are none.

    The row with the most known headers wins; a row of texts above data also counts.
    """
    best, best_score = 0, 1
    for number, cells in rows[:HEADER_SEARCH]:
        texts = [c for c in cells if isinstance(c, str)]
        score = 2 * sum(bool(_by_header(text)) for text in texts)
        if any(map(_is_data, cells)):
            score = 0
        if score > best_score:
            best, best_score = number, score
    if best or not rows:
        return best
    number, cells = rows[0]
    looks_like_data = any(map(_is_data, cells))
    return 0 if looks_like_data else number


def _is_data(cell) -> bool:
    text = str(cell or "").strip()
    return "@" in text or (len(fold(text)) > 6 and bool(_PHONE.fullmatch(text)))


def propose(headers: Sequence, samples: Sequence[Sequence]) -> list[str]:
    """Propose a target for each column; each target is used once.

    ``samples`` are some rows of data, as long as or shorter than ``headers``.
    """
    targets: list[str] = []
    for index, header in enumerate(headers):
        values = [row[index] for row in samples if index < len(row)]
        values = [v for v in values if v is not None]
        target = _refine(_by_header(header), header, values)
        targets.append("" if target in targets else target)
    return _paired(targets)


def _by_header(header) -> str:
    word = fold(header or "")
    if word in TARGET_OF:
        return TARGET_OF[word]
    for channel, type_ in TYPE_OF.items():
        rest = word.replace(channel, "", 1)
        if len(channel) > 2 and rest != word and _is_state_word(rest):
            return f"status_{type_}"
    return "type" if word in TYPE_OF else ""


def _is_state_word(word: str) -> bool:
    return any(state in word for state in STATE_WORDS)


def _refine(target: str, header, values: list) -> str:
    """Let the values speak where a header can mean two things or nothing."""
    by_values = _by_values(values)
    channel = TYPE_OF.get(fold(header or ""))
    if channel and by_values == "status":
        return f"status_{channel}"
    if target in ("phone", "email", "recipient") and by_values in ("phone", "email"):
        return target if target == "recipient" else by_values
    if target == "type" and channel and by_values != "type":
        return by_values
    return target or by_values


def _by_values(values: list) -> str:
    texts = [str(v) for v in values]
    if not texts:
        return ""
    most = len(texts) * 0.6
    tests = (
        ("email", lambda t: "@" in t),
        ("type", parse_types),
        ("status", lambda t: parse_status(t) and not t.isdigit()),
        ("source", parse_source),
        ("phone", lambda t: _PHONE.fullmatch(t) and 9 < len(fold(t)) < 15),
        ("consent_date", parse_moment),
    )
    for target, test in tests:
        if sum(bool(test(t)) for t in texts) > most:
            return target
    return ""


def _paired(targets: list[str]) -> list[str]:
    """A surname beside a name column makes that one the first name."""
    if "last_name" in targets and "first_name" not in targets:
        return ["first_name" if t == "person_name" else t for t in targets]
    return targets
