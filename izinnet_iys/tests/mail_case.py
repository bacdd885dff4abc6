"""What the tests of leaving e-mails share: people with and without consent, a wire."""

from email import message_from_string, policy

from odoo import Command

from odoo.addons.base.tests.common import MockSmtplibCase

from .common import IysCommon

YES = "evet@deneme.example.com"
ALSO = "gene@deneme.example.com"
NO = "hayir@deneme.example.com"
NEVER = "bilinmez@deneme.example.com"


class MailCase(IysCommon, MockSmtplibCase):
    """``yes`` and ``also`` approved e-mails of ``alpha``, ``no`` refused, ``never`` is unknown.

    ``beta`` may write to none of them. What leaves is read from the SMTP session.
    """

    @classmethod
    def setUpClass(cls):
        """Override of `common`: people, their acts, ready brands."""
        super().setUpClass()
        cls._make_ready(cls.alpha, cls.beta, cls.gamma)
        cls.account.is_confirmed_here = True
        cls._approve(YES, ALSO)
        cls._record(cls._refusal(NO))
        cls.yes, cls.also, cls.no, cls.never = cls.env["res.partner"].create(
            [
                {"name": name, "email": email}
                for name, email in (
                    ("Evet", YES), ("Gene Evet", ALSO), ("Hayır", NO), ("Yok", NEVER)
                )
            ]
        )  # fmt: skip
        cls.env["ir.config_parameter"].set_param("mail.mail.queue.batch.size", 50)
        cls.company.email = cls.other_company.email = "firma@deneme.example.com"

    @classmethod
    def _approve(cls, *emails, brand=None):
        brand = brand or cls.alpha
        cls._record(
            *[
                cls._make_received(brand_id=brand.id, type="EPOSTA", recipient=email)
                for email in emails
            ]
        )

    @classmethod
    def _refusal(cls, email, **over):
        return cls._make_received(
            recipient=email,
            type="EPOSTA",
            status="RET",
            consent_date=cls._now(),
            **over,
        )

    @classmethod
    def _make_mail(cls, to=None, partners=None, **over):
        """Queue a commercial e-mail of ``alpha``, as code makes it."""
        return cls.env["mail.mail"].create(
            {
                "subject": "Yaz indirimi",
                "body_html": "<p>Merhaba</p>",
                "email_from": "firma@deneme.example.com",
                "email_to": to,
                "recipient_ids": [Command.set((partners or cls.yes.browse()).ids)],
                "iys_message_class": "COMMERCIAL",
                "iys_brand_id": cls.alpha.id,
                **over,
            }
        )

    @classmethod
    def _make_mailing(cls, **over):
        everybody = cls.yes | cls.also | cls.no | cls.never
        return cls.env["mailing.mailing"].create(
            {
                "subject": "Yaz indirimi",
                "body_html": "<p>Merhaba</p>",
                "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": [("id", "in", everybody.ids)],
                "email_from": "firma@deneme.example.com",
                "iys_brand_id": cls.alpha.id,
                **over,
            }
        )

    def _send(self, mails, before=None):
        """Send e-mails over a session; ``before`` is called with each envelope's people.

        Returns the addresses that got one, sorted.
        """
        with self.mock_smtplib_connection():
            if before:
                take = self.testing_smtp_session.send_message

                def send_message(message, smtp_from, smtp_to_list):
                    before(smtp_to_list)
                    take(message, smtp_from, smtp_to_list)

                self.testing_smtp_session.send_message = send_message
            mails.send()
        return self._reached()

    def _reached(self):
        return sorted(to for email in self.emails for to in email["smtp_to_list"])

    def _messages(self):
        """What left, parsed: `email.message.EmailMessage` objects."""
        return [
            message_from_string(email["message"], policy=policy.default)
            for email in self.emails
        ]

    def _logged(self, *emails):
        """The rows of the message log for some addresses."""
        return self.env["iys.message"].search([("recipient", "in", emails)])
