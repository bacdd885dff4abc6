"""The list behind the counts of a mailing: who is left out, and why."""

from odoo import api, fields, models
from odoo.tools import SQL

from .gate_words import RULE_WORDS, next_steps

#: Who sees addresses in full (L-61).
SEES_ADDRESSES = ("izinnet_iys.group_manager", "izinnet_iys.group_auditor")


class IysAudienceLine(models.TransientModel):
    """One person a mailing would leave out, as it stood when the list was opened.

    Filled by one statement for the user who looks; rows live as long as wizards do.
    """

    _name = "iys.audience.line"
    _description = "Left out of a mailing"
    _order = "rule, name, id"
    _rec_name = "name"

    mailing_id = fields.Many2one("mailing.mailing", readonly=True, ondelete="cascade")
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    name = fields.Char(readonly=True)
    address = fields.Char(readonly=True)
    rule = fields.Selection(RULE_WORDS, "Reason", readonly=True)
    step = fields.Char("What can be done", compute="_compute_step")

    _mailing_idx = models.Index("(mailing_id, create_uid, rule)")

    @api.depends("rule")
    @api.depends_context("lang")
    def _compute_step(self):
        steps = next_steps(self.env)
        for line in self:
            line.step = steps.get(line.rule, "")

    @api.model
    def _fill(self, mailing):
        """List anew for this user whom a mailing leaves out; one INSERT … SELECT."""
        self.env.cr.execute(
            "DELETE FROM iys_audience_line WHERE mailing_id = %s AND create_uid = %s",
            [mailing.id, self.env.uid],
        )
        outlook = mailing._iys_outlook()
        judged = mailing._iys_judged(mailing._iys_everyone_domain(), outlook)
        target = self.env[mailing.mailing_model_real]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO iys_audience_line (
                    mailing_id, res_model, res_id, name, address, rule,
                    create_uid, write_uid, create_date, write_date)
                SELECT %(mailing)s, %(model)s, record.id, %(name)s, %(address)s,
                       judged.rule, %(uid)s, %(uid)s, %(now)s, %(now)s
                FROM (%(judged)s) judged
                JOIN %(table)s record ON record.id = judged.id
                WHERE judged.verdict = 'block'
                """,
                mailing=mailing.id,
                model=target._name,
                name=self._name_sql(target),
                address=self._address_sql(),
                uid=self.env.uid,
                now=fields.Datetime.now(),
                judged=judged,
                table=SQL.identifier(target._table),
            )
        )
        self.invalidate_model()

    @api.model
    def _name_sql(self, target):
        field = target._fields.get(target._rec_name or "name")
        if field and field.store and field.type == "char" and not field.translate:
            return SQL.identifier("record", field.name)
        return SQL("'#' || record.id")

    @api.model
    def _address_sql(self):
        """Give the address, hidden as ``recipients.mask`` does from who may not see it."""
        address = SQL.identifier("judged", "address")
        if any(self.env.user.has_group(group) for group in SEES_ADDRESSES):
            return address
        return SQL(
            """
            CASE WHEN %(address)s LIKE '%%@%%'
                 THEN left(%(address)s, 1) || '***@' || split_part(%(address)s, '@', 2)
                 WHEN length(%(address)s) < 10 THEN '***'
                 ELSE left(%(address)s, 6) || '***' || right(%(address)s, 2) END
            """,
            address=address,
        )

    def action_open(self):
        """Open the record behind the line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
