"""Dead letters: everything that failed for good and waits for a person (R-70)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...iys_api.codes import explain, is_known
from ..form.iys_form_answer import MOST_TRIES
from ..form.iys_receipt_send import MOST_ATTEMPTS

#: Bits of a letter's id that number the record; the rest numbers the source.
_SHIFT = 40


class IysDeadLetter(models.Model):
    """One list over several models, read from their tables: nothing is copied, so
    nothing can be forgotten. ``iys.dead.letter.mark`` knows what was seen or closed.

    Another addon adds a source to ``_letter_sources`` and its button to
    ``_again_methods``.
    """

    _name = "iys.dead.letter"
    _description = "Dead letter"
    _inherit = ["iys.record.link"]
    _auto = False
    _order = "since, id"
    _rec_name = "what"
    _depends = {
        "iys.consent": ["state", "error_code", "error_message", "brand_id"],
        "iys.form.answer": ["tries", "error", "at", "version_id"],
        "iys.receipt": ["state", "attempts", "error", "created_at", "brand_id"],
        "iys.import": ["state", "message", "brand_id"],
        "iys.dead.letter.mark": ["res_model", "res_id", "seen_at", "closed_at"],
    }

    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    kind = fields.Selection("_selection_kind", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    since = fields.Datetime(readonly=True)
    code = fields.Char("Reason code", readonly=True)
    told = fields.Char(readonly=True)
    seen_at = fields.Datetime("Seen on", readonly=True)
    closed_at = fields.Datetime("Closed on", readonly=True)
    reason = fields.Char("Why it was closed", readonly=True)
    what = fields.Char(compute="_compute_what")
    why = fields.Text(compute="_compute_why")
    todo = fields.Text("What to do", compute="_compute_why")

    @property
    def _table_query(self):
        """Override of `base`: the sources, one below the other, with their marks."""
        parts = [
            self._letter_rows(number, model, source)
            for number, (model, source) in enumerate(self._letter_sources().items())
        ]
        return SQL(
            "SELECT l.*, m.seen_at, m.closed_at, m.reason FROM (%s) l"
            " LEFT JOIN iys_dead_letter_mark m"
            " ON m.res_model = l.res_model AND m.res_id = l.res_id",
            SQL(" UNION ALL ").join(parts),
        )

    @api.model
    def _letter_rows(self, number, model, source):
        return SQL(
            "SELECT %s + s.id AS id, %s::varchar AS res_model, s.id AS res_id,"
            " %s::varchar AS kind, s.company_id, s.since, s.code::varchar,"
            " s.told::varchar FROM (%s) s",
            number << _SHIFT,
            model,
            model,
            source,
        )

    @api.model
    def _letter_sources(self):
        """Return {model: SQL that gives id, company_id, since, code, told}."""
        return {
            "iys.consent": SQL(
                "SELECT c.id, b.company_id, c.recorded_at AS since, c.error_code AS code,"
                " c.error_message AS told FROM iys_consent c"
                " JOIN iys_brand b ON b.id = c.brand_id WHERE c.state = 'failed'"
            ),
            "iys.form.answer": SQL(
                "SELECT a.id, f.company_id, a.at AS since, NULL AS code, a.error AS told"
                " FROM iys_form_answer a JOIN iys_form_version v ON v.id = a.version_id"
                " JOIN iys_form f ON f.id = v.form_id WHERE a.tries >= %s",
                MOST_TRIES,
            ),
            "iys.receipt": SQL(
                "SELECT r.id, b.company_id, r.created_at AS since, NULL AS code,"
                " r.error AS told FROM iys_receipt r"
                " JOIN iys_brand b ON b.id = r.brand_id"
                " WHERE r.state = 'not_possible' OR (r.state = 'failed'"
                " AND (r.attempts >= %s OR r.due_at < now() AT TIME ZONE 'UTC'))",
                MOST_ATTEMPTS,
            ),
            "iys.import": SQL(
                "SELECT i.id, i.company_id, i.write_date AS since, NULL AS code,"
                " i.message AS told FROM iys_import i WHERE i.state = 'failed'"
            ),
        }

    @api.model
    def _again_methods(self):
        """Return {model: name of the method that tries its records again}."""
        return {
            "iys.consent": "action_retry",
            "iys.form.answer": "action_try_again",
            "iys.receipt": "action_send_again",
            "iys.import": "action_go_on",
        }

    @api.model
    def _selection_kind(self):
        return [
            ("iys.consent", self.env._("Consent refused by İYS")),
            ("iys.form.answer", self.env._("Answer to a form not recorded")),
            ("iys.receipt", self.env._("Receipt not sent")),
            ("iys.import", self.env._("Import stopped")),
        ]

    @api.model
    def _todos(self):
        return {
            "iys.consent": self.env._(
                "Mend the cause and try again; the consent date stays. If İYS will never"
                " take it, close it and collect a new consent."
            ),
            "iys.form.answer": self.env._(
                "Mend the cause (form, brand, text) and try again: the date of the answer"
                " stays."
            ),
            "iys.receipt": self.env._(
                "Correct the address or the mail server and try again, or tell the person"
                " in another way and close it (L-19)."
            ),
            "iys.import": self.env._(
                "Go on where it stopped, or upload a mended file and close this one."
            ),
        }

    @api.depends("res_model", "res_id")
    def _compute_what(self):
        """Name the record as its own list does, for whom may read it."""
        for model, letters in self.grouped("res_model").items():
            records = self.env[model].browse(letters.mapped("res_id")).exists()
            names = {r.id: r.display_name for r in records._filtered_access("read")}
            for letter in letters:
                letter.what = names.get(letter.res_id) or f"#{letter.res_id}"

    @api.depends("code", "told", "res_model")
    @api.depends_context("lang")
    def _compute_why(self):
        todos = self._todos()
        for letter in self:
            letter.why = letter.told or self.env._("There is no way to send it.")
            letter.todo = todos.get(letter.res_model)
            if letter.code and is_known(letter.code):
                meant = explain(letter.code, self.env.lang or "en")
                letter.why = f"{letter.code}: {meant.meaning}"
                letter.todo = meant.cure or letter.todo

    def _check_may_act(self):
        self.check_access("read")
        if not self.env.user.has_group("izinnet_iys.group_manager"):
            raise UserError(
                self.env._("Only a consent manager may work on dead letters.")
            )

    def action_again(self):
        """Try again what failed, each kind by its own button; they are open anew."""
        self._check_may_act()
        methods = self._again_methods()
        for model, letters in self.grouped("res_model").items():
            records = self.env[model].browse(letters.mapped("res_id")).exists()
            getattr(records, methods[model])()
        self._mark(closed_at=False, closed_by=False, reason=False)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_seen(self):
        """Note that somebody has looked at these."""
        self._check_may_act()
        self._mark()

    def action_open_record(self):
        """Override of `izinnet_iys`: whoever may work on a letter has then seen it."""
        self.ensure_one()
        if self.env.user.has_group("izinnet_iys.group_manager"):
            self._mark()
        return super().action_open_record()

    def _close(self, reason):
        """Close letters with a reason; the records stay as they are."""
        self._check_may_act()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it needs no more work."))
        reason = reason.strip()[:500]
        self._mark(
            closed_at=fields.Datetime.now(), closed_by=self.env.uid, reason=reason
        )
        for company, letters in self.grouped("company_id").items():
            self.env["iys.log"]._add(
                "decision", "Dead letters closed", company=company,
                data={"reason": reason, "count": len(letters)},
            )  # fmt: skip

    def _mark(self, **vals):
        """Note what was done; each doing is also a seeing."""
        seen = {"seen_at": fields.Datetime.now(), "seen_by": self.env.uid}
        # sudo: marks are written by these buttons only, for letters one may read
        self.env["iys.dead.letter.mark"].sudo()._note(self, **seen, **vals)
        self.invalidate_recordset()
