"""Who is left out of a mailing: noted on traces, with the rule and the act (L-64)."""

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...iys_api.gate import SEND


class MailingMailing(models.Model):
    """Nothing is silently dropped: whoever does not get a mailing has a trace of it."""

    _inherit = "mailing.mailing"

    def _iys_is_sample(self):
        """Tell whether only some of the audience get this version of an A/B test."""
        return (
            self.ab_testing_enabled
            and not self.ab_testing_is_winner_mailing
            and self.ab_testing_pc < 100
        )

    def _iys_leave_out(self, res_ids=None):
        """Write the cancelled traces of all who may not get the mailing: one statement.

        A sample of an A/B test is drawn from those who may get it; who may not is noted
        with the final version. Models whose addresses SQL does not know are left to the
        preparing of each message.
        """
        outlook = self._iys_outlook()
        is_free = outlook.for_all and outlook.for_all.verdict == SEND
        target, channel = self.mailing_model_real, self._iys_channel()
        known = self.env["iys.consent"]._iys_knows_address(target, channel)
        if is_free or not known or (self._iys_is_sample() and not res_ids):
            return
        domain = self._iys_everyone_domain()
        if res_ids:
            domain = Domain("id", "in", res_ids)
        judged = self._iys_judged(domain, outlook)
        self.env["mailing.trace"].flush_model()
        self.env.cr.execute(self._iys_trace_insert(judged))
        self.env["mailing.trace"].invalidate_model()

    def _iys_judged(self, domain, outlook):
        """Return SQL for (id, address, rule, act) of the records of a domain."""
        consents = self.env["iys.consent"]
        query, standings = consents._iys_standings(
            self.mailing_model_real, domain, self.iys_brand_id, self._iys_channel()
        )
        return standings.judged(
            for_all=outlook.for_all and outlook.for_all.rule,
            instead=None if outlook.at_best.may_send else outlook.at_best.rule,
        )

    def _iys_trace_insert(self, judged):
        """Return the INSERT of one cancelled trace a record that has none yet."""
        column = "email" if self._iys_channel() == "EPOSTA" else "sms_number"
        return SQL(
            """
            INSERT INTO mailing_trace (
                trace_type, model, res_id, mass_mailing_id, campaign_id, %(column)s,
                trace_status, failure_type, iys_rule, iys_consent_id,
                create_uid, write_uid, create_date, write_date)
            SELECT %(trace_type)s, %(model)s, judged.id, %(mailing)s, %(campaign)s,
                   judged.address, 'cancel', 'iys_' || judged.rule, judged.rule,
                   judged.act, %(uid)s, %(uid)s, %(now)s, %(now)s
            FROM (%(judged)s) judged
            WHERE judged.verdict = 'block' AND NOT EXISTS (
                SELECT 1 FROM mailing_trace told
                WHERE told.mass_mailing_id IN %(mailings)s AND told.model = %(model)s
                  AND told.res_id = judged.id)
            """,
            column=SQL.identifier(column),
            trace_type=self.mailing_type,
            model=self.mailing_model_real,
            mailing=self.id,
            campaign=self.campaign_id.id or None,
            uid=self.env.uid,
            now=fields.Datetime.now(),
            judged=judged,
            mailings=tuple(self._iys_told_by().ids),
        )

    def _iys_told_by(self):
        """The mailings whose traces count as told: this one, or an A/B test's all."""
        if self.ab_testing_enabled and self.ab_testing_is_winner_mailing:
            return self | self._get_ab_testing_siblings_mailings()
        return self
