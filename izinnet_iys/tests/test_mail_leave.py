"""The wall in front of SMTP: who gets an e-mail that leaves, and who does not."""

from odoo import Command
from odoo.tests import tagged

from .mail_case import ALSO, NEVER, NO, YES, MailCase


@tagged("post_install", "-at_install")
class TestMailLeave(MailCase):
    """`mail.mail._send` asks about every commercial e-mail (law.md section 3)."""

    def test_an_approved_address_gets_it(self):
        mail = self._make_mail(YES)
        self.assertEqual(self._send(mail), [YES])
        self.assertEqual(mail.state, "sent")

    def test_a_refused_address_gets_nothing(self):
        mail = self._make_mail(NO)
        self.assertEqual(self._send(mail), [])
        self.assertEqual(
            (mail.state, mail.failure_type, mail.iys_rule),
            ("cancel", "iys_refused", "refused"),
        )
        self.assertEqual(mail.iys_consent_id.status, "RET")

    def test_an_unknown_address_gets_nothing(self):
        mail = self._make_mail(NEVER)
        self.assertEqual(self._send(mail), [])
        self.assertEqual(mail.failure_type, "iys_no_consent")

    def test_the_rest_of_a_mail_gets_it(self):
        mail = self._make_mail(f"{YES}, {NO}", self.also | self.never)
        self.assertEqual(self._send(mail), [YES, ALSO])
        self.assertEqual(mail.state, "sent")

    def test_copies_are_asked_about_too(self):
        self._send(self._make_mail(YES, email_cc=f"{NO}, {ALSO}"))
        self.assertEqual(self._reached(), [YES, ALSO])

    def test_headers_name_nobody_else(self):
        self._send(self._make_mail(f"{YES}, {ALSO}, {NO}"))
        texts = [email["message"] for email in self.emails]
        self.assertFalse([text for text in texts if NO in text])
        self.assertFalse([text for text in texts if YES in text and ALSO in text])

    def test_the_middle_one_broken_does_not_stop_the_others(self):
        mails = (
            self._make_mail(YES) | self._make_mail("niemand") | self._make_mail(ALSO)
        )
        self.assertEqual(self._send(mails), [YES, ALSO])
        self.assertEqual(mails.mapped("state"), ["sent", "cancel", "sent"])
        self.assertEqual(mails[1].failure_type, "iys_no_address")

    def test_an_approval_for_another_brand_does_not_count(self):
        self.assertEqual(
            self._send(self._make_mail(YES, iys_brand_id=self.beta.id)), []
        )

    def test_two_companies_are_not_mixed(self):
        """Half the recipients approved the other company's brand only."""
        self._approve(NEVER, brand=self.gamma)
        mails = self._make_mail(NEVER) | self._make_mail(
            NEVER, iys_brand_id=self.gamma.id
        )
        self._send(mails)
        self.assertEqual(mails.mapped("state"), ["cancel", "sent"])

    def test_without_a_brand_the_companys_own_is_asked(self):
        mail = self._make_mail(
            NEVER, iys_brand_id=False, record_company_id=self.other_company.id
        )
        self._approve(NEVER, brand=self.gamma)
        self.assertEqual(self._send(mail), [NEVER])

    def test_a_refusal_between_queueing_and_leaving_is_obeyed(self):
        """R-26, the slow way: hours later."""
        mail = self._make_mail(YES)
        self._record(self._refusal(YES))
        self.assertEqual(self._send(mail), [])

    def test_a_refusal_while_the_lot_leaves_is_obeyed(self):
        """R-26, the fast way: the answer for the lot was "send" already."""
        mails = self._make_mail(YES) | self._make_mail(ALSO)

        def refuse_the_other(reached):
            other = ALSO if reached == [YES] else YES
            self._record(self._refusal(other))

        reached = self._send(mails, before=refuse_the_other)
        self.assertEqual(len(reached), 1)
        self.assertEqual(sorted(mails.mapped("state")), ["cancel", "sent"])

    def test_a_stop_while_the_lot_leaves_is_obeyed(self):
        mails = self._make_mail(YES) | self._make_mail(ALSO)

        def stop(_reached):
            self.alpha.emergency_stop = True

        self.assertEqual(len(self._send(mails, before=stop)), 1)
        self.assertEqual(
            sorted(mails.mapped("failure_type"), key=str)[1], "iys_stopped"
        )

    def test_an_address_of_two_contacts_has_one_answer(self):
        twin = self.no.copy({"email": NO.upper()})
        self.assertEqual(self._send(self._make_mail(None, self.no | twin)), [])

    def test_a_changed_address_takes_no_consent_along(self):
        self.yes.email = "yeni@deneme.example.com"
        self.assertEqual(self._send(self._make_mail(None, self.yes)), [])

    def test_a_merchant_and_an_individual_on_one_address(self):
        """L-36: the address of a person stays a person's."""
        merchant = self.env["res.partner"].create(
            {
                "name": "Bakkal",
                "email": NEVER,
                "iys_recipient_type": "TACIR",
                "iys_recipient_type_proof": "Ticaret sicili",
            }
        )
        self.never.iys_recipient_type = "BIREYSEL"
        self.assertEqual(self._send(self._make_mail(None, merchant)), [])

    def test_capitals_are_the_same_address(self):
        self.assertEqual(len(self._send(self._make_mail(YES.upper()))), 1)

    def test_a_plus_tag_is_another_address(self):
        self.assertEqual(self._send(self._make_mail("evet+1@deneme.example.com")), [])

    def test_an_international_domain_is_found(self):
        self._approve("ali@xn--rnek-4qa.example.com")
        self._send(self._make_mail("Ali@örnek.example.com"))
        self.assertEqual(len(self.emails), 1)

    def test_an_ordinary_message_reaches_everybody(self):
        """L-38: a delivery notice needs no approval."""
        mail = self._make_mail(f"{NO}, {NEVER}", iys_message_class=False)
        self.assertEqual(self._send(mail), [NEVER, NO])

    def test_a_class_nobody_released_counts_as_commercial(self):
        mail = self._make_mail(NO, iys_message_class="INFORMATIONAL")
        self.assertEqual(self._send(mail), [])

    def test_a_released_class_passes(self):
        mail = self._make_mail(NO, iys_message_class="AFTER_SALE", iys_is_released=True)
        self.assertEqual(self._send(mail), [NO])

    def test_a_mailing_decides_whatever_the_mail_says(self):
        mail = self._make_mail(
            NO, iys_message_class=False, mailing_id=self._make_mailing().id
        )
        self.assertEqual(self._send(mail), [])

    def test_a_retry_is_asked_again(self):
        mail = self._make_mail(NO, state="exception")
        mail.action_retry()
        self.assertEqual(self._send(mail), [])

    def test_notifications_of_who_is_left_out_are_cancelled(self):
        mail = self._make_mail(None, self.yes | self.no, is_notification=True)
        mail.mail_message_id.message_type = "comment"
        told = self.env["mail.notification"].create(
            [
                {
                    "mail_message_id": mail.mail_message_id.id,
                    "mail_mail_id": mail.id,
                    "notification_type": "email",
                    "res_partner_id": partner.id,
                }
                for partner in self.yes | self.no
            ]
        )
        self._send(mail)
        self.assertEqual(told.mapped("notification_status"), ["sent", "canceled"])
        self.assertEqual(told.mapped("iys_rule"), ["approved", "refused"])
        self.assertEqual(told[1].failure_type, "iys_refused")

    def test_a_trace_of_a_cancelled_mail_is_cancelled(self):
        """R-26: `mass_mailing` calls a mail sent when nothing failed."""
        mails = self._make_mail(YES) | self._make_mail(ALSO)
        mailing = self._make_mailing()
        mails.mailing_id = mailing
        traces = self.env["mailing.trace"].create(
            [
                {
                    "mass_mailing_id": mailing.id,
                    "model": "res.partner",
                    "res_id": self.yes.id,
                    "mail_mail_id": mail.id,
                }
                for mail in mails
            ]
        )
        both = {YES: ALSO, ALSO: YES}
        self._send(mails, lambda to: self._record(self._refusal(both[to[0]])))
        self.assertEqual(sorted(traces.mapped("trace_status")), ["cancel", "sent"])
        self.assertEqual(sorted(traces.mapped("iys_rule")), ["approved", "refused"])

    def test_staff_reads_notes_about_its_own_record(self):
        colleague = self.users["author"].partner_id
        colleague.email = "calisan@deneme.example.com"
        mail = self._make_mail(None, colleague, is_notification=True)
        mail.mail_message_id.message_type = "comment"
        self.assertEqual(self._send(mail), ["calisan@deneme.example.com"])

    def test_staff_is_no_audience_of_a_mass_mail(self):
        colleague = self.users["author"].partner_id
        colleague.email = "calisan@deneme.example.com"
        mail = self._make_mail(None, colleague, message_type="email_outgoing")
        self.assertEqual(self._send(mail), [])

    def test_ordinary_mail_costs_no_query_more(self):
        ordinary = self._make_mail(YES, iys_message_class=False)
        ordinary.flush_recordset()
        ordinary.invalidate_recordset()
        ordinary.mapped("subject"), ordinary.mapped("state")
        with self.assertQueryCount(0):
            self.assertFalse(ordinary._iys_gated())

    def test_a_mail_without_recipients_fails_by_odoos_own_words(self):
        mail = self._make_mail(None)
        self._send(mail)
        self.assertEqual(
            (mail.state, mail.failure_type), ("exception", "mail_email_missing")
        )

    def test_partners_written_by_command_are_seen(self):
        mail = self._make_mail(None, self.yes)
        mail.recipient_ids = [Command.link(self.no.id)]
        self.assertEqual(self._send(mail), [YES])
