"""What an answer says: boxes, person, proof of the page; held against the version seen."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from odoo import models

from ...iys_api.recipients import normalise
from .form_words import ON_SCREEN
from .iys_form_take_text import (
    address_fault,
    clean,
    clean_page,
    clean_words,
    extra_faults,
    name_fault,
)

COMMERCIAL = "commercial_approval"
#: Which address of the page belongs to which channel.
ADDRESSES = {"ARAMA": "phone", "MESAJ": "phone", "EPOSTA": "email"}
#: How each address is spelt.
SPELT_AS = {"phone": "MESAJ", "email": "EPOSTA"}


@dataclass(slots=True)
class Reading:
    """A visitor's answer as far as the version asks for it.

    ``ticked`` are questions of the version's content; ``addresses`` maps email, phone to
    İYS's spelling; ``faults`` maps a field of the page to the key of a text.
    """

    content: dict[str, Any]
    ticked: list[dict[str, Any]]
    name: str = ""
    addresses: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    page: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    #: ticked channels with a refusal in force
    refused: set[str] = field(default_factory=set)
    #: somebody waits before a screen on which a code can be typed
    waits: bool = False

    def approvals(self):
        """The ticked boxes that are commercial approvals."""
        return [box for box in self.ticked if box["kind"] == COMMERCIAL]

    def purposes(self):
        """The ticked boxes that are explicit consents under KVKK."""
        return [box for box in self.ticked if box["kind"] == "explicit_consent"]

    def address_of(self, box):
        """The address a box is about: its channel's; for a purpose any there is."""
        if box["kind"] == COMMERCIAL:
            return self.addresses.get(ADDRESSES.get(box["type"]))
        return self.addresses.get("email") or self.addresses.get("phone")

    def proved_by(self, box):
        """The channel by which the address of a box is proved to be the person's."""
        if box["kind"] == COMMERCIAL:
            return box["type"]
        return SPELT_AS["email" if self.addresses.get("email") else "phone"]


class IysFormVersion(models.Model):
    _inherit = "iys.form.version"

    def _read_answer(self, answer):
        """Return a `Reading` of an `Answer`; fields the form did not ask for are not
        looked at, ids of boxes it did not have mean nothing (R-48)."""
        content = self._content_in(answer.page.get("language"))
        ticked = [
            box
            for box in content.get("questions", ())
            if answer.boxes.get(str(box["id"])) is True
        ]
        reading = Reading(content, ticked, waits=bool(answer.secret))
        if ticked:  # else nothing about the person is even looked at
            self._read_person(reading, answer)
            reading.page = clean_page(answer.page)
        return reading

    def _content_in(self, language):
        """Return the content as it was shown: in this language, else in Turkish."""
        content = self.content or {}
        if isinstance(language, str) and language in content:
            return content[language]
        return content.get("tr_TR") or next(iter(content.values()), {})

    def _read_person(self, reading, answer):
        asked = set(reading.content.get("fields", ())) | {"name"}
        reading.name = clean_words(answer.name)
        typed = {f: clean(getattr(answer, f)) for f in SPELT_AS if f in asked}
        spelt = {f: normalise(SPELT_AS[f], text) for f, text in typed.items()}
        reading.addresses = {f: address for f, address in spelt.items() if address}
        reading.extra = {
            name: text
            for name in reading.content.get("labels", {})
            if name in asked and (text := clean_words(answer.extra.get(name)))
        }
        reading.faults = self._faults_of(reading, typed)

    def _faults_of(self, reading, typed):
        """Return what the visitor has to mend: {field: key of a text}.

        Only what a ticked box needs is needed (L-22); an address nobody needs may be odd.
        """
        faults = extra_faults(reading.extra)
        if fault := name_fault(reading.name):
            faults["name"] = fault
        for name in self._needed(reading):
            fault = address_fault(
                typed.get(name, ""), reading.addresses.get(name), name
            )
            if fault:
                faults[name] = fault
        return faults | self._unproved_faults(reading)

    def _unproved_faults(self, reading):
        """Return what is wrong when an address cannot be confirmed: fail closed (L-27).

        A purpose may be proved by an e-mail instead of a phone; it never joins a code,
        which is for one purpose alone (L-25).
        """
        if not reading.content.get("confirm"):
            return {}
        can_confirm = partial(self._can_confirm, waits=reading.waits)
        if not all(can_confirm(box["type"]) for box in reading.approvals()):
            return {"boxes": "no_confirmation"}
        if all(self._can_confirm(reading.proved_by(box)) for box in reading.purposes()):
            return {}
        if "email" not in reading.content.get("fields", ()):
            return {"boxes": "no_confirmation"}
        return {"email": "email_missing"}

    def _needed(self, reading):
        """Name the addresses the ticked boxes need, in the order of the page."""
        needed = {ADDRESSES[box["type"]] for box in reading.approvals()}
        if not needed and not reading.addresses:
            asked = reading.content.get("fields", ())
            needed = {name for name in ("email", "phone") if name in asked}
            needed = set(sorted(needed)[:1]) or {"email"}
        return sorted(needed)

    def _to_confirm(self, reading):
        """The channels that wait for the person's confirmation (L-27)."""
        if not reading.content.get("confirm"):
            return ()
        types = [box["type"] for box in reading.approvals()]
        types += [reading.proved_by(box) for box in reading.purposes()]
        return tuple(dict.fromkeys(types))

    def _can_confirm(self, type_, waits=False):
        """Without a way to confirm a channel nothing is recorded for it: fail closed.

        ``waits``: the person is before a screen, so ways that need one count.
        """
        methods = self.form_id.brand_id._iys_confirm_methods(type_)
        return any(waits or method not in ON_SCREEN for method in methods)
