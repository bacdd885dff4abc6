"""The one entrance for answers of visitors."""

from datetime import datetime, time, timedelta

from odoo import api, fields, models

from ...iys_api.messages import TRT
from .form_taken import Taken

#: Who had the page open when a form was closed may still send it: so long.
GRACE = timedelta(hours=2)
_CLOSED = ("paused", "ended")


class IysForm(models.Model):
    """Taking an answer. Five files: this one decides whether answers are taken at all,
    ``iys_form_take_read`` what the answer says, ``iys_form_take_text`` what of a
    stranger's text may be kept, ``iys_form_take_record`` what is recorded."""

    _inherit = "iys.form"

    closed_at = fields.Datetime("Closed on", readonly=True, copy=False)

    def write(self, vals):
        """Override of `base`: remember when the form was closed, for pages still open."""
        done = super().write(vals)
        if "state" in vals:
            _note_closing(self)
        return done

    @api.model
    def _take(self, version, point, answer, partner=None):
        """Take an `Answer` to a version seen at a point; returns a `Taken`.

        Nothing is trusted but the version: which boxes there were, which texts, whose
        brand and which source come from it. Without a ticked box nothing is kept.
        ``point`` may be empty; ``partner`` is the contact a visit belongs to. Keys in
        ``Taken.faults``: name, email, phone, boxes, extra fields.
        """
        # sudo: visitors have no rights; what they may do is exactly what follows
        version, point = version.sudo(), (point or self.env["iys.form.point"]).sudo()
        taken, reading = self._look_at(version, point, answer)
        if taken.outcome != "taken":
            return taken
        return version._keep_answer(reading, point, partner or point.partner_id)

    @api.model
    def _look_at(self, version, point, answer):
        """Return (`Taken`, `Reading` or None): what the visitor would be told; nothing is
        recorded."""
        form = version.form_id
        if not form or (point and point.form_id != form) or form._is_closed(point):
            return Taken("closed"), None
        reading = version._read_answer(answer)
        if not reading.ticked:
            return Taken("nothing"), reading
        if reading.faults:
            return Taken("faulty", reading.faults), reading
        return Taken("taken", {}, version._to_confirm(reading)), reading

    @api.model
    def _told(self, point, taken):
        """Return what the visitor is told; whoever else waits for it hears it here."""
        return taken

    def _is_closed(self, point):
        """Tell whether an answer comes too late: what was open on the screen when the
        form was closed is taken for two hours, for the version seen is what counts."""
        now = fields.Datetime.now()
        moments = [*self._last_moments(), *point._last_moments()]
        return any(not moment or moment < now for moment in moments)

    def _last_moments(self):
        """Yield until when, naive UTC, answers are taken; an empty one means never."""
        if self.state != "published":
            yield self.closed_at and self.closed_at + GRACE
        if self.ends_on:
            yield _end_of_day(self.ends_on) + GRACE


class IysFormPoint(models.Model):
    _inherit = "iys.form.point"

    closed_at = fields.Datetime("Closed on", readonly=True, copy=False)

    def write(self, vals):
        """Override of `base`: remember when the link was closed, for pages still open."""
        done = super().write(vals)
        if "state" in vals:
            _note_closing(self)
        return done

    def _last_moments(self):
        """Yield until when, naive UTC, answers are taken; an empty one means never.

        The link of a visit is closed by the person's own answer, so at once.
        """
        for point in self:
            grace = timedelta(0) if point.kind == "visit" else GRACE
            if point.state != "active":
                yield point.closed_at and point.closed_at + grace
            if point.ends_at:
                yield point.ends_at + grace


def _note_closing(records):
    """Note the first moment of a closing; opening again forgets it."""
    for record in records:
        is_closed = record.state in _CLOSED
        if is_closed != bool(record.closed_at):
            record.closed_at = is_closed and fields.Datetime.now()


def _end_of_day(day):
    end = datetime.combine(day, time.max, tzinfo=TRT)
    return (end - end.utcoffset()).replace(tzinfo=None, microsecond=0)
