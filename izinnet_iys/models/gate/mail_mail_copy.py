"""What each recipient gets: an own copy with own links, and the log of what left."""

from odoo import models
from odoo.tools import html2plaintext
from odoo.tools.mail import append_content_to_html, formataddr

from ...iys_api.content import check_mail
from ...iys_api.gate import COMMERCIAL, by_rule
from .leaving import STAFF, Copy
from .mail_mail_ask import address_of

#: Odoo's own links of refusal in a mailing, before and after they are made personal.
UNSUBSCRIBE = ("/unsubscribe_from_list", "/confirm_unsubscribe")


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _iys_copies(self, emails, leaving):
        """List who gets what: a `Copy` for each address that may get the mail.

        A commercial mail is split by address: a refusal link speaks for one person only,
        and a header must not name the others. Anything else leaves as Odoo made it.
        """
        copies = [
            Copy(address, email["partner_id"] and email["partner_id"].id, email, text)
            for email in emails
            for text in email["email_to"] + email["email_cc"]
            if leaving.decision(self.id, address := address_of(text)).may_send
        ]
        kind = leaving.kinds[self.id]
        if kind.message_class != COMMERCIAL:
            return copies
        own = []
        for copy in copies:
            if self._iys_make_own(copy, kind.brand):
                own.append(copy)
            else:
                leaving.decisions[self.id][copy.address] = by_rule("content")
        return own

    def _iys_make_own(self, copy, brand):
        """Give a recipient an own To, refusal header and, where it lacks, a footer.

        Returns False when the law's demands on the text cannot be met (L-41, L-43).
        """
        copy.token = self.env["iys.message"]._new_token()
        email = copy.values = {**copy.values}
        email.update(
            email_to=[copy.text],
            email_cc=[],
            email_to_normalized=_spellings(copy.address),
        )
        headers = email["headers"] = {**email["headers"]}
        headers.pop("X-Msg-To-Add", None)  # Odoo would write the others into the To
        headers["List-Unsubscribe"] = f"<{brand._iys_oneclick_url(copy.token)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return self._iys_complete(email, brand, copy)

    def _iys_complete(self, email, brand, copy):
        """Put the footer under a text that lacks it; tell whether nothing is missing."""
        identity = brand._iys_identity()
        has_link = any(link in email["body"] for link in UNSUBSCRIBE)
        text = email["body_alternative"]
        if not _lacks(email["subject"], text, identity, has_link):
            return True
        footer = brand._iys_mail_footer(copy.token, self._iys_lang(email))
        footer_text = html2plaintext(footer)
        email["body"] = append_content_to_html(email["body"], footer, plaintext=False)
        email["body_alternative"] = f"{text}\n\n{footer_text}"
        return not _lacks(email["subject"], footer_text, identity, True)

    def _iys_lang(self, email):
        """Return the language a recipient reads, or None when nobody said."""
        if partner := email["partner_id"]:
            return partner.sudo().lang  # only to choose the language of a footer
        if self.model in self.env and self.res_id:
            # as above
            record_sudo = self.env[self.model].browse(self.res_id).sudo()
            if "lang" in record_sudo._fields:
                return record_sudo.lang
        return None

    def _iys_log(self, leaving, copies):
        """Write down what left, in the transaction that marks the mail as sent (L-34)."""
        kind = leaving.kinds[self.id]
        common = {
            "type": "EPOSTA",
            "brand_id": kind.brand.id,
            "message_class": kind.message_class,
            "sender": self.email_from,
            "message_ref": self.message_id,
            "mailing_id": self.mailing_id.id,
            "res_model": self.model,
            "res_id": self.res_id,
            "user_id": self.create_uid.id,
        }
        rows = [
            {**common, **_row(copy, leaving.decision(self.id, copy.address))}
            for copy in copies
            if leaving.decision(self.id, copy.address) is not STAFF
        ]
        for copy in copies[:1]:
            decision = leaving.decision(self.id, copy.address)
            self._iys_mark_traces(decision)
            if self.iys_rule != decision.rule:  # it had to wait, or nobody asked yet
                kept = {
                    "iys_rule": decision.rule,
                    "iys_consent_id": decision.consent_id,
                }
                self.write(kept)
        # the log takes rows from every road, whoever sends
        self.env["iys.message"].sudo()._log_sent(rows)


def _spellings(address):
    """Return how an envelope may spell an address: Odoo itself would drop an IDN."""
    try:
        return [address, formataddr(("", address), "ascii")]
    except UnicodeError:  # no domain SMTP could carry
        return [address]


def _lacks(subject, text, identity, has_link):
    faults = check_mail(subject or "", text or "", identity, has_link)
    return any(fault.is_blocking for fault in faults)


def _row(copy, decision):
    return {
        "recipient": copy.address,
        "partner_id": copy.partner_id,
        "rule": decision.rule,
        "consent_id": decision.consent_id,
        "subject": copy.values["subject"],
        "body": str(copy.values["body"] or ""),
        "token": copy.token,
    }
