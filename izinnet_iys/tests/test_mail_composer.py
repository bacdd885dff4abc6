"""The composer: by hand to many, by hand on a record."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from .mail_case import NO, YES, MailCase


@tagged("post_install", "-at_install")
class TestMailComposer(MailCase):
    """A person writes: to many commercially, on a record as the class says (L-38)."""

    @classmethod
    def setUpClass(cls):
        """Override of `mail_case`: users who may post on contacts."""
        super().setUpClass()
        cls.contacts = cls.env.ref("base.group_partner_manager")
        for role in ("author", "manager", "admin"):
            cls.users[role].group_ids += cls.contacts

    def _compose(self, mode, people, role="author", **over):
        """Open the composer as a user of a role and fill it in."""
        return (
            self.env["mail.compose.message"]
            .with_user(self.users[role])
            .with_context(
                default_composition_mode=mode,
                default_model="res.partner",
                default_res_ids=people.ids,
            )
            .create({"subject": "Haber", "body": "<p>Merhaba</p>", **over})
        )

    def _click(self, composer):
        with self.mock_smtplib_connection():
            composer.action_send_mail()
            self.env["mail.mail"].process_email_queue()
        return self._reached()

    def _mails(self, partner):
        return self.env["mail.mail"].search(
            [("model", "=", "res.partner"), ("res_id", "=", partner.id)]
        )

    def _make_template(self, **over):
        return self.env["mail.template"].create(
            {
                "name": "Şablon",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "subject": "Bakım zamanı",
                "body_html": "<p>Merhaba</p>",
                "use_default_to": True,
                "iys_message_class": "AFTER_SALE",
                "iys_class_reason": "after_sale",
                **over,
            }
        )

    # === TO MANY === #

    def test_writing_to_many_is_commercial(self):
        people = self.yes | self.no | self.never
        self.assertEqual(self._click(self._compose("mass_mail", people)), [YES])

    def test_who_is_left_out_keeps_the_reason(self):
        people = self.yes | self.no | self.never
        self._click(self._compose("mass_mail", people))
        mails = self._mails(self.no) | self._mails(self.never)
        self.assertEqual(
            mails.mapped("failure_type"), ["iys_refused", "iys_no_consent"]
        )
        told = mails.mail_message_id.notification_ids
        self.assertEqual(told.mapped("notification_status"), ["canceled", "canceled"])
        self.assertEqual(sorted(told.mapped("iys_rule")), ["no_consent", "refused"])

    def test_the_reason_stays_when_sent_mails_are_deleted(self):
        people = self.yes | self.no
        composer = self._compose("mass_mail", people, auto_delete=True)
        composer.auto_delete_keep_log = False
        self._click(composer)
        told = self._mails(self.no).mail_message_id.notification_ids
        self.assertEqual(told.iys_rule, "refused")

    def test_the_writer_is_told_how_many_were_left_out(self):
        people = self.yes | self.no | self.never
        told = self._compose("mass_mail", people).action_send_mail()["params"]
        self.assertIn("2", told["title"])
        self.assertIn("Refused by the recipient: 1", told["message"])
        self.assertIn("No consent: 1", told["message"])

    def test_an_author_cannot_free_it(self):
        composer = self._compose(
            "mass_mail",
            self.no,
            iys_message_class="INFORMATIONAL",
            iys_class_reason="update",
        )
        with self.assertRaises(UserError):
            composer.action_send_mail()

    def test_a_context_does_not_free_it(self):
        composer = self._compose("mass_mail", self.no).with_context(
            default_iys_message_class="OTP", iys_by_hand=False, iys_leaving={}
        )
        self.assertEqual(self._click(composer), [])

    def test_a_manager_needs_a_reason_of_the_law(self):
        composer = self._compose(
            "mass_mail", self.no, "manager", iys_message_class="INFORMATIONAL"
        )
        with self.assertRaises(UserError):
            composer.action_send_mail()

    def test_a_manager_with_a_reason_frees_it_and_it_is_written_down(self):
        composer = self._compose(
            "mass_mail",
            self.no,
            "manager",
            iys_message_class="INFORMATIONAL",
            iys_class_reason="notice",
        )
        self.assertEqual(self._click(composer), [NO])
        self.assertEqual(self._logged(NO).rule, "informational")
        row = self.env["iys.log"].search([("kind", "=", "decision")], limit=1)
        self.assertEqual(row.data["reason"], "notice")

    def test_a_released_template_frees_it(self):
        template = self._make_template()
        template.with_user(self.users["manager"]).action_iys_release()
        composer = self._compose("mass_mail", self.no, template_id=template.id)
        composer.write({"subject": template.subject, "body": template.body_html})
        self.assertEqual(self._click(composer), [NO])

    def test_another_text_than_the_released_one_is_not_free(self):
        """L-38: the release is for a text."""
        template = self._make_template()
        template.with_user(self.users["manager"]).action_iys_release()
        composer = self._compose("mass_mail", self.no, template_id=template.id)
        composer.write({"subject": template.subject, "body": "<p>%50 indirim</p>"})
        with self.assertRaises(UserError):
            composer.action_send_mail()

    def test_a_brand_that_may_not_send_is_told_before(self):
        self.alpha.emergency_stop = self.beta.emergency_stop = True
        with self.assertRaises(UserError):
            self._compose("mass_mail", self.yes).action_send_mail()

    def test_a_mailing_made_on_the_way_is_of_the_brand(self):
        composer = self._compose(
            "mass_mail",
            self.yes | self.no,
            mass_mailing_name="Ara",
            iys_brand_id=self.beta.id,
        )
        self._click(composer)
        mailing = self.env["mailing.mailing"].search([("name", "=", "Ara")])
        self.assertEqual(mailing.iys_brand_id, self.beta)
        self.assertEqual(
            set(mailing.mailing_trace_ids.mapped("trace_status")), {"cancel"}
        )

    # === ON A RECORD === #

    def _on_record(self, people, role="author", **over):
        values = {
            "partner_ids": [Command.set(people.ids)],
            "iys_message_class": "COMMERCIAL",
            "iys_brand_id": self.alpha.id,
            **over,
        }
        return self._compose("comment", people[0], role, **values)

    def test_a_message_on_a_record_is_ordinary(self):
        composer = self._compose("comment", self.no, partner_ids=self.no.ids)
        self.assertEqual(composer.iys_message_class, "INFORMATIONAL")
        self.assertEqual(self._click(composer), [NO])

    def test_a_commercial_message_names_who_may_not_get_it(self):
        with self.assertRaises(UserError) as told:
            self._on_record(self.yes | self.no).action_send_mail()
        self.assertIn("Hayır", str(told.exception))
        self.assertNotIn("Evet", str(told.exception))

    def test_a_commercial_message_leaves_for_who_may_get_it(self):
        self.assertEqual(self._click(self._on_record(self.yes)), [YES])

    def test_nobody_is_above_the_gate(self):
        with self.assertRaises(UserError):
            self._on_record(self.no, "admin").action_send_mail()

    def test_a_followers_refusal_counts(self):
        self.yes.message_subscribe(partner_ids=self.no.ids)
        with self.assertRaises(UserError):
            self._on_record(self.yes).action_send_mail()

    def test_a_commercial_template_stays_commercial(self):
        template = self._make_template(
            iys_message_class="COMMERCIAL", iys_class_reason=False
        )
        composer = self._compose("comment", self.no, template_id=template.id)
        self.assertEqual(composer.iys_message_class, "COMMERCIAL")
        composer.iys_message_class = "INFORMATIONAL"
        with self.assertRaises(UserError):
            composer.action_send_mail()

    def test_people_without_a_role_write_as_before(self):
        self.users["plain"] = new_test_user(
            self.env,
            login="duz",
            groups="base.group_user,base.group_partner_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        composer = self._compose("comment", self.no, "plain", partner_ids=self.no.ids)
        self.assertTrue(Form(composer).subject)
        self.assertEqual(self._click(composer), [NO])
