"""Answers of visitors: taken in by one row, recorded by a job moments later (R-61, R-62)."""

import logging
import time
from dataclasses import asdict, replace

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from .form_taken import Answer, Taken

_logger = logging.getLogger(__name__)

LOT = 200
#: A row that failed so often waits for a person.
MOST_TRIES = 20
#: Seconds in which one call of the job is enough: it takes all that has come in.
ONE_CALL = 2
_last_call = {}


class IysFormAnswer(models.Model):
    """What a visitor sent, faultless and stored before thanks are said.

    A crowd before one page only adds rows here. The job records them in the order they
    came, with the moment the person pressed the button as the date of the consent, and
    deletes each one with the recording in one transaction: none is lost, none counts
    twice. One that cannot be recorded keeps its reason and stops nobody else.
    """

    _name = "iys.form.answer"
    _description = "Answer to a consent form, not recorded yet"
    _order = "id"
    _log_access = False

    version_id = fields.Many2one(
        "iys.form.version", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="version_id.form_id.company_id")
    point_id = fields.Many2one(
        "iys.form.point", "Link or QR code", readonly=True, ondelete="set null"
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", readonly=True, ondelete="set null"
    )
    answer = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    at = fields.Datetime("Answered on", required=True, readonly=True)
    tries = fields.Integer(readonly=True)
    error = fields.Char("Why it could not be recorded", readonly=True)

    @api.model
    def _note(self, version, point, answer, partner=None):
        """Store an `Answer` that was found faultless; ``partner`` is whose it is."""
        self.create(
            {
                "version_id": version.id,
                "point_id": point.id,
                "partner_id": partner.id if partner else False,
                "answer": _storable(asdict(answer)),
                "at": fields.Datetime.now(),
            }
        )
        self._call_job()

    @api.model
    def _call_job(self):
        """Wake the job, once for a crowd; at the latest its own minute comes."""
        database, now = self.env.cr.dbname, time.monotonic()
        if now - _last_call.get(database, 0) < ONE_CALL:
            return
        _last_call[database] = now
        self.env.ref("izinnet_iys.ir_cron_form_answer")._trigger()

    @api.model
    def _cron_record(self):
        """Record what came in, each row once a run, in the order of the answers."""
        done = 0
        while lot := self.search(
            [("id", ">", done), ("tries", "<", MOST_TRIES)], order="id", limit=LOT
        ):
            done = lot[-1].id
            for row in lot:
                row._record()
                if not self.env["ir.cron"]._commit_progress(1):
                    return

    def _record(self):
        """Record one answer and forget the row, or note why it cannot be."""
        version, point = self.version_id, self.point_id
        try:
            with self.env.cr.savepoint():
                reading = version._read_answer(Answer(**self.answer))
                partner = self.partner_id or point.partner_id
                taken = version._keep_answer(reading, point, partner, at=self.at)
                if taken.outcome != "taken":
                    raise UserError(self.env._("İYS's rules refused every box."))
                self.env["iys.form.hit"]._note(point, "begun")
                self.unlink()
        except (UserError, ConcurrencyError) as error:
            self._note_failure(error)

    def _note_failure(self, error):
        _logger.error("Answer %s to a form was not recorded: %s", self.id, error)
        self.write({"tries": self.tries + 1, "error": str(error)[:500]})

    def action_try_again(self):
        """Let the job take rows on that were given up."""
        self.check_access("read")
        self.version_id.form_id.check_access("write")
        self.sudo().tries = 0  # nobody's role changes an answer; this only asks again
        self._call_job()


def _storable(value):
    """Return plain data without what PostgreSQL takes for no text (NUL, surrogates)."""
    if isinstance(value, dict):
        return {_storable(name): _storable(part) for name, part in value.items()}
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="ignore").decode()
    return value


class IysForm(models.Model):
    _inherit = "iys.form"

    @api.model
    def _accept(self, version, point, answer, partner=None, is_proved=False):
        """Take an `Answer` in as `_take` does, but leave the recording to the job.

        Returns the `Taken` the visitor sees: what is wrong is found here, what is
        faultless is stored. The link of a visit has somebody waiting before the screen,
        so it is recorded at once; so is what the person confirms by a code on the page.
        ``is_proved``: no second press is asked for, whatever the crowd (a captcha was
        solved, or the answer stands beside something that must not wait).
        """
        taken, reading = self._look_at(version, point, answer)
        if taken.outcome != "taken":
            return self._told(point, taken)
        is_visit = point.kind == "visit"
        if not is_visit and (stamp := self._crowd_stamp(version, answer, is_proved)):
            return Taken("again", stamp=stamp)
        code, answer = self.env["iys.code"]._ask(version, point, answer, reading)
        if is_visit and answer.boxes:
            taken = self._take(version, point, answer, partner)
        elif answer.boxes:
            # sudo: visitors have no rights; a faultless answer is all they can leave
            self.env["iys.form.answer"].sudo()._note(version, point, answer, partner)
        if taken.outcome == "taken" and (is_visit or not answer.boxes):
            self.env["iys.form.hit"]._note(point, "begun")
        return self._told(point, replace(taken, code=code))

    @api.model
    def _crowd_stamp(self, version, answer, is_proved):
        """Return the stamp of a second press if one is needed, else ''; one that is taken
        is counted for its network (R-43)."""
        crowd_sudo = self.env["iys.form.crowd"].sudo()  # visitors have no rights
        stamp = "" if is_proved else crowd_sudo._asks_twice(version, answer)
        if not stamp:
            crowd_sudo._note(answer.page.get("ip"))
        return stamp
