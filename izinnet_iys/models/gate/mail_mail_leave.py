"""The wall in front of SMTP: no e-mail passes that the gate does not let pass."""

from collections import defaultdict
from datetime import timedelta

from odoo import fields, models

from ...iys_api.gate import BLOCK, COMMERCIAL, SEND, WAIT
from .gate_words import failure_of
from .leaving import LEAVING, Leaving

#: How long a mail waits before it is asked about again; quiet hours have their own end.
PAUSE = timedelta(minutes=15)


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        """Override of `mail`: ask about the lot; what may not leave is taken out of it.

        Ordinary messages pass without a question. Whoever is blocked is left out of a
        mail, the others get it; a mail with nobody left is cancelled, one that has to
        wait stays in the queue.
        """
        gated = self.filtered(lambda mail: mail.state == "outgoing")._iys_gated()
        if not gated or self.env["ir.mail_server"]._disable_send():
            held, going = self.browse(), self
        else:
            leaving = gated._iys_ask(auto_commit is True)
            held = gated._iys_hold(leaving)
            going = (self - held).with_context(**{LEAVING: leaving})
        if held and auto_commit is True:
            # the caller keeps what became of each mail, sent or not, as it goes along
            self.env.cr.commit()  # pylint: disable=invalid-commit
        if held and post_send_callback:
            post_send_callback(held.ids)
        if not going:
            return True
        return super(MailMail, going)._send(
            auto_commit=auto_commit,
            raise_exception=raise_exception,
            smtp_session=smtp_session,
            alias_domain_id=alias_domain_id,
            mail_server=mail_server,
            post_send_callback=post_send_callback,
        )

    def _iys_hold(self, leaving):
        """Cancel or put off the mails that nobody may get now; return them."""
        by_verdict = defaultdict(self.browse)
        for mail in self:
            by_verdict[leaving.verdict(mail.id)] |= mail
        by_verdict[BLOCK]._iys_cancel(leaving)
        by_verdict[WAIT]._iys_put_off(leaving)
        return by_verdict[BLOCK] | by_verdict[WAIT]

    def _iys_cancel(self, leaving):
        """Cancel mails everybody is left out of, with traces and notifications."""
        for mail in self:
            decision = leaving.reason(mail.id, BLOCK)
            mail.write(
                {
                    "state": "cancel",
                    "failure_type": failure_of(decision),
                    "failure_reason": False,
                    "iys_rule": decision.rule,
                    "iys_consent_id": decision.consent_id,
                }
            )
            mail._iys_mark_traces(decision, trace_status="cancel")
        self._iys_mark_notifications(leaving)

    def _iys_put_off(self, leaving):
        """Leave mails in the queue for later; nothing is lost and nothing failed."""
        moments = set()
        for mail in self:
            rule = leaving.reason(mail.id, WAIT).rule
            moment = mail._iys_next_try(leaving.kinds[mail.id].brand, rule)
            mail.write({"scheduled_date": moment, "iys_rule": rule})
            moments.add(moment)
        if moments:
            # whoever sends, the queue's own job comes back for them
            cron_sudo = self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()
            cron_sudo._trigger_list(moments)

    def _iys_next_try(self, brand, rule):
        """Return when to ask again, naive UTC, whole minutes so that mails wake together."""
        now = fields.Datetime.now()
        if rule == "quiet_hours":
            return brand.sudo()._iys_quiet_end(now)  # when to be quiet is no secret
        return (now + PAUSE).replace(second=0)

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """Override of `mail`: only who may get it, each with links of their own.

        Asked once more here, a moment before the wire: a lot may run for minutes, and
        who refused since gets nothing (R-26).
        """
        emails = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        leaving = self.env.context.get(LEAVING)
        if not isinstance(leaving, Leaving):  # not on the way through _send
            if not self._iys_gated():
                return emails
            leaving = self._iys_ask()
        if self.id not in leaving.decisions:
            return emails
        may_get = [
            address
            for address, decision in leaving.decisions[self.id].items()
            if decision.may_send
        ]
        self._iys_ask_again(leaving, may_get)
        leaving.copies[self.id] = copies = self._iys_copies(emails, leaving)
        if leaving.kinds[self.id].message_class != COMMERCIAL:
            return emails
        return [copy.values for copy in copies]

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Override of `mail`: who was left out keeps the reason; who got it is logged.

        A mail nobody was left for at the last look is cancelled: `mass_mailing` would
        call it sent (R-26).
        """
        leaving = self.env.context.get(LEAVING)
        if (
            isinstance(leaving, Leaving)
            and self.ids
            and self.ids[0] in leaving.decisions
        ):
            mail = self.ensure_one()
            if leaving.verdict(mail.id) != SEND:
                mail._iys_cancel(leaving)
                return True
            mail._iys_mark_notifications(leaving)
            left = mail._iys_left(leaving, success_pids, success_emails, failure_type)
            mail._iys_log(leaving, left)
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )

    def _iys_left(self, leaving, success_pids, success_emails, failure_type):
        """Return the copies the mail server took."""
        copies = leaving.copies.get(self.id, [])
        if not failure_type:
            return copies
        partner_ids = {partner.id for partner in success_pids}
        return [
            copy
            for copy in copies
            if (copy.partner_id and copy.partner_id in partner_ids)
            or not set(success_emails).isdisjoint(copy.values["email_to"])
        ]

    def _iys_mark_traces(self, decision, **values):
        """Keep a decision on the traces of a mailing's mail."""
        if self.mailing_id:
            kept = {"iys_rule": decision.rule, "iys_consent_id": decision.consent_id}
            if values:
                kept["failure_type"] = failure_of(decision)
            # traces tell what happened, whoever sends
            self.sudo().mailing_trace_ids.write({**kept, **values})

    def _iys_mark_notifications(self, leaving):
        """Keep each recipient's decision; cancel the notifications of who is left out."""
        noted = self.filtered("is_notification")
        if not noted:
            return
        # notifications tell what happened, whoever sends
        notifications_sudo = self.env["mail.notification"].sudo()
        open_ones = notifications_sudo.search(
            [
                ("notification_type", "=", "email"),
                ("mail_mail_id", "in", noted.ids),
                ("notification_status", "not in", ("sent", "canceled")),
            ]
        )
        cancelled = notifications_sudo.browse()
        for notification in open_ones:
            decision = leaving.decision(
                notification.mail_mail_id.id, notification._iys_address()
            )
            kept = {"iys_rule": decision.rule, "iys_consent_id": decision.consent_id}
            if decision.verdict == BLOCK:
                kept["notification_status"] = "canceled"
                kept["failure_type"] = failure_of(decision)
                kept["failure_reason"] = False
                cancelled |= notification
            notification.write(kept)
        messages = cancelled.mail_message_id.filtered(lambda m: m._is_thread_message())
        messages._notify_message_notification_update()
