"""Mailings leave: who is left out is noted at once, the rest goes to Odoo in lots."""

from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...iys_api.gate import BLOCK, SEND, WAIT, Decision, InForce, Standing, decide
from .gate_words import RULE_WORDS

#: A mailing that waits for İYS is asked again after this time.
ASK_AGAIN = timedelta(minutes=15)


class Outlook(NamedTuple):
    """What a mailing meets before anybody's address is looked at.

    ``for_all`` is the decision that holds whoever the recipient is, None when it depends
    on the recipient; ``at_best`` the one for somebody with an approval in force.
    """

    for_all: Decision | None
    at_best: Decision


class MailingMailing(models.Model):
    """The audience is asked once, by SQL, and each lot again when it is prepared."""

    _inherit = "mailing.mailing"

    iys_wait_rule = fields.Selection(
        RULE_WORDS, "Waits because", readonly=True, copy=False
    )
    iys_wait_until = fields.Datetime("Asked again at", readonly=True, copy=False)

    def _iys_outlook(self):
        """Ask the gate itself about nobody and about somebody with an approval."""
        situation = self._iys_situation()
        nobody = decide(situation, Standing(None))
        approval = InForce("BIREYSEL", "ONAY", datetime.min)
        approved = decide(situation, Standing("-", acts=(approval,)))
        return Outlook(None if nobody.rule == "no_address" else nobody, approved)

    # === THE AUDIENCE === #

    def _get_recipients_domain(self):
        """Override of `mass_mailing`: only people who may be written to now."""
        everyone = self._iys_everyone_domain()
        if self.env.context.get("iys_everyone"):
            return everyone
        return everyone & self._iys_admitted_domain()

    def _iys_everyone_domain(self):
        """Return the domain of all the author wants to write to."""
        return super()._get_recipients_domain()

    def _iys_admitted_domain(self):
        """Return the domain of those the gate lets through; waiting does not matter."""
        outlook = self._iys_outlook()
        if outlook.for_all:
            return Domain.TRUE if outlook.for_all.verdict == SEND else Domain.FALSE
        if outlook.at_best.verdict == BLOCK:
            return Domain.FALSE
        consents = self.env["iys.consent"]
        target = self.mailing_model_real
        if not consents._iys_knows_address(target, self._iys_channel()):
            return Domain.TRUE  # decided one by one when the messages are prepared
        return consents._iys_allowed_domain(
            target, self.iys_brand_id, self._iys_channel()
        )

    def _get_remaining_recipients(self):
        """Override of `mass_mailing`: never empty while somebody has yet to be told of.

        The queue ends a mailing without recipients; one that waits, or whose recipients
        are all left out, has to come to ``_action_send_mail`` first.
        """
        return (
            super()._get_remaining_recipients()
            or super(
                MailingMailing, self.with_context(iys_everyone=True)
            )._get_remaining_recipients()
        )

    # === SENDING === #

    def action_put_in_queue(self):
        """Override of `mass_mailing`: tell a person now what would stop everything.

        Raises UserError with the next step; jobs find out when they send.
        """
        if not self.env.su:
            for mailing in self:
                mailing._iys_check_ready()
        return super().action_put_in_queue()

    def _iys_check_ready(self):
        best = self._iys_outlook().at_best
        if best.verdict != BLOCK:
            return
        raise UserError(
            self.env._(
                "Nobody would get this mailing: %(reason)s. %(step)s",
                reason=self._iys_rule_words()[best.rule],
                step=self._iys_next_step(best.rule),
            )
        )

    def _action_send_mail(self, res_ids=None):
        """Override of `mass_mailing`: note who is left out, send to the rest, or wait."""
        for mailing in self:
            if mailing._iys_holds():
                continue
            mailing._iys_leave_out(res_ids)
            admitted = mailing._iys_admitted(res_ids)
            if admitted or not mailing._iys_has_people(res_ids):
                # nobody at all: Odoo says so
                super(MailingMailing, mailing)._action_send_mail(admitted or None)
            else:
                mailing._iys_end()
        return True

    def _iys_holds(self):
        """Keep the mailing in the queue when it has to wait; tell whether it does.

        Nothing is cancelled: the queue comes back when the quiet hours end, or soon.
        """
        best = self._iys_outlook().at_best
        if best.verdict != WAIT:
            if self.iys_wait_rule:
                self.write({"iys_wait_rule": False, "iys_wait_until": False})
            return False
        now = fields.Datetime.now()
        until = now + ASK_AGAIN
        if best.rule == "quiet_hours":
            until = self.iys_brand_id.sudo()._iys_quiet_end(now)  # no secret
        self.write(
            {"state": "in_queue", "iys_wait_rule": best.rule, "iys_wait_until": until}
        )
        # sudo: whoever may send the mailing may have it sent later
        queue_sudo = self.env.ref("mass_mailing.ir_cron_mass_mailing_queue").sudo()
        queue_sudo._trigger(at=until)
        return True

    def _iys_admitted(self, res_ids=None):
        """Return the ids of those who get the mailing now, of the given ones or of all."""
        if not res_ids:
            return super()._get_remaining_recipients()
        target = self.env[self.mailing_model_real].with_context(active_test=False)
        found = target.search(Domain("id", "in", res_ids) & self._iys_admitted_domain())
        admitted = set(found.ids)
        return [res_id for res_id in res_ids if res_id in admitted]

    def _iys_has_people(self, res_ids=None):
        target = self.env[self.mailing_model_real]
        return bool(res_ids) or bool(
            target.search(self._iys_everyone_domain(), limit=1)
        )

    def _iys_end(self):
        """End a mailing nobody may get, as Odoo ends one that is sent."""
        first = not self.sent_date
        now = fields.Datetime.now()
        self.write({"state": "done", "sent_date": now, "kpi_mail_required": first})

    # === WHO IS LEFT OUT === #

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
