"""The class of a message on every road it can be made."""

import json
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import call_kw, get_public_method
from odoo.tests import tagged

from .mail_case import NEVER, NO, YES, MailCase


@tagged("post_install", "-at_install")
class TestMailClass(MailCase):
    """Context → composer → message → e-mail; nobody weakens it on the way (L-38)."""

    @classmethod
    def setUpClass(cls):
        """Override of `mail_case`: a template of each kind."""
        super().setUpClass()
        cls.plain = cls._make_template()
        cls.commercial = cls._make_template(iys_message_class="COMMERCIAL")
        cls.pending = cls._make_template(
            iys_message_class="AFTER_SALE", iys_class_reason="after_sale"
        )
        cls.system = cls.env["res.users"].create(
            {
                "name": "Sistem",
                "login": "sistem",
                "group_ids": [Command.link(cls.env.ref("base.group_system").id)],
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
            }
        )

    @classmethod
    def _make_template(cls, **over):
        return cls.env["mail.template"].create(
            {
                "name": "Şablon",
                "model_id": cls.env["ir.model"]._get_id("res.partner"),
                "subject": "Bakım zamanı",
                "body_html": "<p>Merhaba</p>",
                "use_default_to": True,
                "iys_brand_id": cls.alpha.id,
                **over,
            }
        )

    def _mail_of(self, template, partner):
        return self.env["mail.mail"].browse(template.send_mail(partner.id))

    def test_a_mail_made_by_rpc_is_commercial(self):
        values = {"email_to": NO, "subject": "Bakım", "body_html": "<p>Merhaba</p>"}
        mail = self.env["mail.mail"].with_user(self.system).create(values)
        self.assertEqual(mail.iys_message_class, "COMMERCIAL")

    def test_a_mail_made_by_rpc_cannot_say_otherwise(self):
        mails = (
            self.env["mail.mail"]
            .with_user(self.system)
            .with_context(default_iys_message_class="OTP", default_iys_is_released=True)
            .create(
                [
                    {"email_to": NO},
                    {
                        "email_to": NO,
                        "iys_message_class": "OTP",
                        "iys_is_released": True,
                    },
                ]
            )
        )
        self.assertEqual(self._send(mails.sudo()), [])

    def test_a_message_cannot_be_called_something_else_later(self):
        mail = self._make_mail(NO)
        with self.assertRaises(AccessError):
            mail.with_user(self.system).write({"iys_message_class": "INFORMATIONAL"})

    def test_a_mail_cannot_be_hung_on_another_message(self):
        mail = self._make_mail(NO)
        ordinary = self.no.message_post(body="Merhaba")
        with self.assertRaises(AccessError):
            mail.with_user(self.system).mail_message_id = ordinary

    def test_code_makes_ordinary_mails(self):
        mail = self.env["mail.mail"].create({"email_to": NO, "body_html": "<p>x</p>"})
        self.assertEqual(self._send(mail), [NO])

    def test_a_template_without_class_makes_ordinary_mails(self):
        self.assertFalse(self._mail_of(self.plain, self.no).iys_message_class)

    def test_a_commercial_template_makes_commercial_mails(self):
        mail = self._mail_of(self.commercial, self.no)
        self.assertEqual(
            (mail.iys_message_class, mail.iys_brand_id), ("COMMERCIAL", self.alpha)
        )

    def test_a_template_nobody_released_makes_commercial_mails(self):
        self.assertEqual(self._send(self._mail_of(self.pending, self.no)), [])

    def test_the_caller_of_a_template_cannot_say_otherwise(self):
        told = {"iys_message_class": "OTP", "iys_is_released": True}
        mail_id = self.commercial.send_mail(self.no.id, email_values=told)
        mail = self.env["mail.mail"].browse(mail_id)
        self.assertEqual(
            (mail.iys_message_class, mail.iys_is_released), ("COMMERCIAL", False)
        )

    def test_doors_to_many_are_closed_for_rpc(self):
        for model, name in (
            ("mail.template", "send_mail_batch"),
            ("res.partner", "message_mail_with_source"),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                get_public_method(self.env[model], name)

    def test_single_mails_of_a_template_stay_open_for_rpc(self):
        done = call_kw(
            self.plain.with_user(self.system),
            "send_mail",
            [self.plain.ids, self.no.id],
            {},
        )
        self.assertTrue(done)

    def test_a_reply_in_the_chatter_is_ordinary(self):
        message = self.no.message_post(body="Merhaba", partner_ids=self.no.ids)
        self.assertFalse(message.iys_message_class)

    def test_a_template_posted_on_a_record_is_of_its_class(self):
        message = self.no.message_post_with_source(self.commercial)
        self.assertEqual(
            (message.iys_message_class, message.iys_brand_id),
            ("COMMERCIAL", self.alpha),
        )

    def test_a_template_mailed_by_code_is_of_its_class(self):
        people = self.yes | self.no
        mails = people.message_mail_with_source(self.commercial)
        self.assertEqual(mails.mapped("state"), ["outgoing", "cancel"])
        ordinary = people.message_mail_with_source(self.plain)
        self.assertEqual(set(ordinary.mapped("iys_message_class")), {False})

    def test_a_post_reaches_only_who_may_get_it(self):
        with self.mock_smtplib_connection():
            self.yes.message_post(
                body="İndirim",
                partner_ids=(self.yes | self.no | self.never).ids,
                subtype_xmlid="mail.mt_comment",
                iys_message_class="COMMERCIAL",
                iys_brand_id=self.alpha.id,
            )
        self.assertEqual(self._reached(), [YES])

    def test_a_server_action_sends_by_its_template(self):
        for method in ("email", "comment"):
            action = self.env["ir.actions.server"].create(
                {
                    "name": "Gönder",
                    "model_id": self.env["ir.model"]._get_id("res.partner"),
                    "state": "mail_post",
                    "template_id": self.commercial.id,
                    "mail_post_method": method,
                }
            )
            with self.subTest(method), self.mock_smtplib_connection():
                action.with_context(
                    active_model="res.partner", active_ids=(self.yes | self.no).ids
                ).run()
                self.env["mail.mail"].process_email_queue()
                self.assertEqual(self._reached(), [YES])

    def test_a_server_action_tells_that_its_template_waits(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Gönder",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "mail_post",
                "template_id": self.pending.id,
            }
        )
        self.assertIn("not released", action.warning)

    def _schedule(self, **over):
        values = {
            "notification_parameters": json.dumps(
                {"iys_message_class": "COMMERCIAL", "iys_brand_id": self.alpha.id}
            ),
            "author_id": self.env.user.partner_id.id,
            "body": "İndirim",
            "model": "res.partner",
            "res_id": self.yes.id,
            "partner_ids": (self.yes | self.no | self.never).ids,
            "scheduled_date": self._now() + timedelta(hours=1),
            **over,
        }
        return self.env["mail.scheduled.message"].create(values)

    def test_a_scheduled_message_keeps_its_class(self):
        with self.mock_smtplib_connection():
            self._schedule().post_message()
        self.assertEqual(self._reached(), [YES])

    def test_a_scheduled_message_cannot_be_called_something_else(self):
        scheduled = self._schedule()
        with self.assertRaises(AccessError):
            scheduled.with_user(self.users["author"]).notification_parameters = "{}"

    def test_a_notification_for_later_is_asked_when_it_leaves(self):
        later = self._now() + timedelta(hours=1)
        self.yes.message_post(
            body="İndirim",
            partner_ids=(self.yes | self.no).ids,
            subtype_xmlid="mail.mt_comment",
            iys_message_class="COMMERCIAL",
            iys_brand_id=self.alpha.id,
            scheduled_date=later,
        )
        self._record(self._refusal(YES))
        with self.mock_smtplib_connection():
            self.env["mail.message.schedule"].search([]).force_send()
        self.assertEqual(self._reached(), [])

    def test_a_mailing_reaches_only_who_may_get_it(self):
        mailing = self._make_mailing()
        mailing.action_send_mail()
        with self.mock_smtplib_connection():
            self.env["mail.mail"].process_email_queue()
        self.assertNotIn(NO, self._reached())
        self.assertNotIn(NEVER, self._reached())
        told = {t.email: t.trace_status for t in mailing.mailing_trace_ids}
        self.assertEqual(
            (told[YES], told[NO], told[NEVER]), ("sent", "cancel", "cancel")
        )
