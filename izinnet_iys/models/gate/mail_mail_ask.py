"""Asking the gate about e-mails that are about to leave: in sets, brand by brand."""

from collections import defaultdict

from odoo import api, models
from odoo.tools.mail import (
    email_normalize,
    email_normalize_all,
    email_split_and_format_normalize,
)

from ...iys_api.gate import BLOCK, COMMERCIAL, Standing, decide
from ...iys_api.recipients import normalise
from .leaving import STAFF, Leaving


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _iys_ask(self, is_committing=False):
        """Ask about all addresses of these mails, each kind of message once: `Leaving`."""
        leaving = Leaving(is_committing)
        wanted = defaultdict(dict)
        for mail in self:
            kind = leaving.kinds[mail.id] = mail._iys_kind()
            wanted[kind][mail.id] = [address for address, _p in mail._iys_recipients()]
        for kind, addresses in wanted.items():
            every = {text for texts in addresses.values() for text in texts}
            answers = self._iys_decide(kind, every)
            for mail_id, texts in addresses.items():
                leaving.decisions[mail_id] = {text: answers[text] for text in texts}
        self._iys_let_staff_read(leaving)
        return leaving

    @api.model
    def _iys_decide(self, kind, addresses):
        """Decide for addresses in any spelling and a `Kind`: {address: Decision}."""
        situation = kind.brand._iys_situation(kind.message_class, kind.is_released)
        same_for_all = decide(situation, Standing(None))
        if same_for_all.rule != "no_address":
            return dict.fromkeys(addresses, same_for_all)
        # the check needs the whole ledger, whoever sends
        ledger_sudo = self.env["iys.consent"].sudo()
        told = ledger_sudo._decide_send(kind.brand, "EPOSTA", addresses, situation)
        ledger_sudo._log_decisions(kind.brand, "EPOSTA", told)
        return told

    def _iys_recipients(self):
        """List everybody a mail goes to, as `mail` finds them: [(address, partner id)]."""
        self.ensure_one()
        listed = [
            (address_of(text), None)
            for texts in (self.email_to, self.email_cc)
            for text in email_split_and_format_normalize(texts or "") or [texts]
            if text
        ]
        for (
            partner
        ) in self.recipient_ids.sudo():  # whoever sends, their address is used
            texts = email_normalize_all(partner.email) or [partner.email]
            listed += [(address_of(text), partner.id) for text in texts if text]
        return listed

    def _iys_let_staff_read(self, leaving):
        """Let the company's own people read tests, and notes about their own records.

        Neither is a message to a customer. Mass mails reach staff by consent only.
        """
        asked = {}
        for mail in self:
            blocked = leaving.left_out(mail.id)
            if blocked and leaving.kinds[mail.id].brand and mail._iys_is_for_staff():
                asked[mail.id] = set(blocked)
        if not asked:
            return
        staff = self._iys_staff_among(
            {text for texts in asked.values() for text in texts}
        )
        for mail_id, texts in asked.items():
            leaving.decisions[mail_id].update(dict.fromkeys(texts & staff, STAFF))

    def _iys_is_for_staff(self):
        """Tell whether it is a test of a mailing or a notification from a chatter."""
        if self.env.context.get("mailing_test_mail"):
            return True
        return self.is_notification and self.message_type in ("comment", "auto_comment")

    @api.model
    def _iys_staff_among(self, addresses):
        """Return which of some normalised addresses belong to active internal users."""
        users_sudo = self.env["res.users"].sudo()  # who works here is no secret
        users = users_sudo.search(
            [
                ("share", "=", False),
                ("partner_id.email_normalized", "in", list(addresses)),
            ]
        )
        return set(users.mapped("partner_id.email_normalized"))

    def _iys_ask_again(self, leaving, addresses):
        """Look, right before the wire, whether somebody refused since (R-26).

        One indexed query when nobody did. Where mails share a transaction, what others
        recorded since it began is read beside it. Notes new answers in ``leaving``.
        """
        kind = leaving.kinds[self.id]
        if kind.message_class != COMMERCIAL or not addresses:
            return
        self._iys_look(self.env, leaving, kind, addresses)
        if not leaving.is_committing:
            with self.env.registry.cursor() as beside:
                self._iys_look(self.env(cr=beside), leaving, kind, addresses)

    def _iys_look(self, env, leaving, kind, addresses):
        brand = kind.brand.with_env(env).sudo()  # the check needs the whole ledger
        if not env["iys.consent"].sudo()._refused_or_stopped(brand, addresses):
            return
        brand.invalidate_recordset()
        kind = type(kind)(brand, kind.message_class, kind.is_released)
        for address, decision in (
            self.with_env(env)._iys_decide(kind, addresses).items()
        ):
            is_staff = leaving.decision(self.id, address) is STAFF
            if decision.verdict == BLOCK and not is_staff:
                leaving.decisions[self.id][address] = decision


def address_of(text):
    """Spell an address as decisions are kept by; a text that is none stays as it is."""
    return email_normalize(text, strict=False) or text


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _refused_or_stopped(self, brand, addresses):
        """Tell whether an e-mail refusal of these stands, or the brand was stopped.

        One query by index; "no" is certain, "yes" means: ask ``_decide_send``.
        """
        keys = self._iys_keys("EPOSTA", addresses)
        brand.flush_recordset(["emergency_stop"])
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT 1 FROM iys_consent
            WHERE recipient_key = ANY(%s) AND brand_id = %s AND type = 'EPOSTA'
              AND status = 'RET' AND is_effective IS TRUE
            UNION ALL
            SELECT 1 FROM iys_brand WHERE id = %s AND emergency_stop
            LIMIT 1
            """,
            [keys, brand.id or 0, brand.id or 0],
        )
        return bool(self.env.cr.fetchone())

    @api.model
    def _iys_keys(self, type, addresses):
        keyed = self.env["iys.key"]._hasher()
        spelled = {normalise(type, text) for text in addresses} - {None}
        return [keyed(address) for address in spelled]
