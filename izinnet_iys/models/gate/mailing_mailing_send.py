"""Mailings leave: who is left out is noted at once, the rest goes to Odoo in lots."""

from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

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

    def _compute_total(self):
        """Override of `mass_mailing`: count the author's people, as cheap as ever.

        A board of mailings counts for each; who gets a mailing stands on its own form.
        """
        everyone = self.with_context(iys_everyone=True)
        return super(MailingMailing, everyone)._compute_total()

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
                mailing._iys_wake_mails()
            else:
                mailing._iys_end()
        return True

    def _iys_wake_mails(self):
        """Have the mails leave now; `mail` lets a long queue wait for the full hour."""
        if self.mailing_type == "mail":
            # sudo: whoever may send the mailing may have its mails leave
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

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
