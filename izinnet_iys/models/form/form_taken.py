"""What goes into a form and what comes out, as typed data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """One visitor's answer to one version of one form.

    ``boxes`` maps ids of the version's questions (as text) to True (ticked). A box that is
    not there was left empty, which is no approval and no refusal (L-21). ``page`` is the
    proof of how it was seen: url, language, layout; ``ip``, ``browser`` of the visitor.
    ``stamp`` there is what a page got that was asked for a second press (R-43).
    ``secret`` (32 characters) is the browser's own, for the page that asks for a code next;
    empty: nobody waits before a screen.
    """

    name: str
    email: str = ""
    phone: str = ""
    boxes: Mapping[str, bool] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    page: Mapping[str, Any] = field(default_factory=dict)
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an answer; the visitor's page shows nothing else.

    ``outcome``: ``taken`` (at least one box), ``nothing`` (no box ticked, nothing kept),
    ``faulty`` (see ``faults``: field name → key of a text), ``closed`` (paused or ended),
    ``again`` (nothing kept yet: many answers come from this network, so a second press
    with ``stamp`` is asked for).
    ``confirm`` lists the channels that wait for a confirmation by the person. ``code`` is
    the secret of the page ``/iys/code/<secret>`` on which some of them are confirmed.
    """

    outcome: str
    faults: Mapping[str, str] = field(default_factory=dict)
    confirm: tuple[str, ...] = ()
    consent_ids: tuple[int, ...] = ()
    stamp: str = ""
    code: str = ""
