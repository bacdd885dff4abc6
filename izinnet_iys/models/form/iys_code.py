"""Codes that a person types on the page: what the pages ask for, whoever sends them."""

from dataclasses import dataclass, field
from typing import Any

from odoo import api, models


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One consent on the page: ``confirmation`` the row, ``is_open`` a code is wanted.

    ``is_answered``: this very page has confirmed it.
    """

    confirmation: Any
    is_open: bool
    is_answered: bool

    @property
    def field(self):
        """Name of the field of the page that takes its code."""
        return f"code_{self.confirmation.purpose}"


@dataclass(frozen=True, slots=True)
class CodePage:
    """What a page shows. ``address`` is masked; ``wait`` the seconds until another code
    may be asked for; ``note`` the key of what to tell, '' when there is nothing.

    ``is_sent``: a code is on its way that still counts.
    """

    lines: tuple[CodeLine, ...]
    address: str
    brand: Any
    language: str
    is_sent: bool = False
    wait: int = 0
    note: str = ""
    words: dict[str, str] = field(default_factory=dict)

    @property
    def is_done(self):
        """Tell whether nothing is left to type."""
        return not any(line.is_open for line in self.lines)


class IysCode(models.AbstractModel):
    """The pages know this and no more. Without an addon that can send SMS nobody is asked
    for a code: the methods below find nothing.

    ``secret`` is the browser's own (32 characters, R-46); it is stored as a keyed hash.
    """

    _name = "iys.code"
    _description = "Codes typed on a page"

    @api.model
    def _ask(self, version, point, answer, reading):
        """Ask at once for the codes of the boxes that are confirmed by one.

        Returns (secret of the page to go on to or '', the `Answer` with the boxes that
        are left). Makes rows and no call (R-4); a second press of the same page asks for
        nothing more. ``reading`` is the faultless `Reading` of ``answer``.
        """
        return "", answer

    @api.model
    def _ask_one(self, row, evidence):
        """Ask for a code for one confirmation; returns the page's secret, '' if no code
        can be sent for it. ``row`` are the values `iys.confirmation._ask` takes."""
        return ""

    @api.model
    def _look(self, secret, note=""):
        """Return the `CodePage` behind a secret, or None: unknown and old are the same."""
        return None

    @api.model
    def _enter(self, secret, typed, evidence):
        """Try what was typed, {purpose: text}; returns the key of what to tell.

        ``evidence`` is plain JSON about the act (ip, browser). Raises UserError when an
        approval could not be recorded.
        """
        return "gone"

    @api.model
    def _send_again(self, secret, evidence):
        """Send another code for what is still open; returns the key of what to tell."""
        return "gone"

    @api.model
    def _knows_phones(self):
        """Tell whether the preference page can be opened by a code to a phone."""
        return False

    @api.model
    def _ask_preferences(self, text, language, secret, evidence):
        """Take the wish of a visitor to open the preferences of a phone; tells nothing."""

    @api.model
    def _open_preferences(self, secret, code, evidence):
        """Return the secret of the preference page's link, or ''."""
        return ""
