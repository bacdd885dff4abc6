"""Mails with a link to confirm and receipts: they tell what became of them."""

import re
from dataclasses import replace

from odoo import fields, models

#: Records with ``_note_mail(error)`` that are told when their mail left or failed.
OWNERS = ("iys.confirmation", "iys.receipt")
_SECRET = re.compile(r"(/iys/(?:confirm|preferences)/)[A-Za-z0-9_-]+")


class MailMail(models.Model):
    _inherit = "mail.mail"

    iys_token = fields.Char(groups=fields.NO_ACCESS, copy=False)

    def _iys_owner(self):
        """Return the confirmation or receipt a mail belongs to; None for other mails."""
        if len(self) != 1 or self.model not in OWNERS:
            return None
        # sudo: whoever sends the queue, what became of the mail is noted
        return self.env[self.model].sudo().browse(self.res_id).exists()

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Override of `mail`: tell the owner before a mail that left is deleted."""
        if owner := self._iys_owner():
            has_left = self.state == "sent" and not failure_type
            cause = failure_reason or self._iys_failure(failure_type)
            owner._note_mail("" if has_left else cause)
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )

    def _iys_cancel(self, leaving):
        """Override of `izinnet_iys`: a mail kept in the house did not leave either."""
        done = super()._iys_cancel(leaving)
        for mail in self:
            if owner := mail._iys_owner():
                owner._note_mail(mail._iys_failure(mail.failure_type))
        return done

    def _iys_failure(self, failure_type):
        """Return in words why a mail did not leave."""
        words = dict(self._fields["failure_type"]._description_selection(self.env))
        return words.get(failure_type) or words["unknown"]

    def _iys_copies(self, emails, leaving):
        """Override of `izinnet_iys`: the refusal link in a receipt is the log's own."""
        copies = super()._iys_copies(emails, leaving)
        if token := self.sudo().iys_token:  # nobody else needs to read it
            for copy in copies:
                copy.token = token
        return copies

    def _iys_log(self, leaving, copies):
        """Override of `izinnet_iys`: the log keeps the words, never a link that works."""
        if self.model in OWNERS:
            copies = [replace(copy, values=_without_secret(copy)) for copy in copies]
        return super()._iys_log(leaving, copies)


def queue_mails(env, values):
    """Put mails into Odoo's queue and wake it; nothing is sent in this transaction.

    ``values`` are dicts of `mail.mail`; a mail is deleted once it left.
    """
    if not values:
        return
    common = {"auto_delete": True, "iys_is_released": True}
    # sudo: visitors may not write mails; these are of the house's own making
    env["mail.mail"].sudo().create([{**common, **mail} for mail in values])
    env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()


def _without_secret(copy):
    body = _SECRET.sub(r"\1…", str(copy.values["body"] or ""))
    return {**copy.values, "body": body}
