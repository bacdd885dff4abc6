"""The first half of a batch: a link for each name and salesperson."""

import unicodedata
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

MAKE_LOT = 1000
NAME_LIMIT = 120
#: Faults told one by one; more are only counted.
MOST_FAULTS = 200


class Line(NamedTuple):
    """One link to make: who or what it is for, and the salesperson's id or 0."""

    name: str
    user_id: int = 0


class IysFormBatch(models.Model):
    _inherit = "iys.form.batch"

    def _lines(self):
        """Return the links to make; the order never changes, so a position means a line."""
        lines = [Line(_clean(text)) for text in (self.names or "").splitlines()]
        named = [line for line in lines if line.name]
        if self.kind != "person":
            return named
        # salespersons who are not users are names; those who are come with their account
        users = [Line(user.name, user.id) for user in self.user_ids.sorted("id")]
        return named + users

    def _make_lot(self, size=MAKE_LOT):
        """Make the next links, or go over to drawing."""
        if not self._lock("making"):
            return
        lot = self._lines()[self.position : self.position + size]
        if not lot:
            count = len(self.point_ids)
            self.write({"state": "drawing", "position": 0, "point_count": count})
            return
        good = [line for line in lot if not self._fault_of(line)]
        made = self._make_points(good)
        self.write(
            {
                "position": self.position + len(lot),
                "point_ids": [Command.link(point.id) for point in made],
            }
        )

    def _fault_of(self, line):
        """Note what is wrong with a line; True when it is left out."""
        if len(line.name) <= NAME_LIMIT:
            return False
        words = self.env._("longer than %(most)s letters", most=NAME_LIMIT)
        self._note_fault(line.name[:40] + "…", words)
        return True

    def _make_points(self, lines):
        """Make links in one go; when that fails one by one, so that a bad line is found."""
        try:
            with self.env.cr.savepoint():
                return self._create_points(lines)
        except (UserError, ValidationError):
            made = self.env["iys.form.point"]
            for line in lines:
                made |= self._make_one(line)
            return made

    def _make_one(self, line):
        try:
            with self.env.cr.savepoint():
                return self._create_points([line])
        except (UserError, ValidationError) as error:
            self._note_fault(line.name, str(error))
            return self.env["iys.form.point"]

    def _create_points(self, lines):
        return self.env["iys.form.point"].create(
            [
                {
                    "form_id": self.form_id.id,
                    "name": line.name,
                    "kind": self.kind,
                    "user_id": line.user_id or False,
                }
                for line in lines
            ]
        )

    def _note_fault(self, name, words):
        """Tell a line or link that was left out."""
        count = self.fault_count + 1
        values = {"fault_count": count}
        if count <= MOST_FAULTS:
            told = f"{name}: {words}"
            values["fault_text"] = "\n".join(filter(None, (self.fault_text, told)))
        self.write(values)


def _clean(text):
    """Return a name on one line without characters nobody types."""
    kept = (" " if c.isspace() else c for c in text if c.isprintable() or c.isspace())
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))
