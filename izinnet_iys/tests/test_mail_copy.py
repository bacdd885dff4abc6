"""What a recipient gets: own links, who writes, and a row in the message log."""

from contextlib import suppress
from smtplib import SMTPServerDisconnected

from odoo.tests import tagged
from odoo.tools import mute_logger

from .mail_case import ALSO, NO, YES, MailCase


@tagged("post_install", "-at_install")
class TestMailCopy(MailCase):
    """Footer (L-41), refusal (L-43, RFC 8058) and log (L-34) of e-mails that left."""

    def _one(self, mail):
        self._send(mail)
        self.assertEqual(len(self.emails), 1)
        return self._messages()[0]

    def _html(self, message):
        return message.get_body(("html",)).get_content()

    def test_the_footer_says_who_writes(self):
        """L-41: trade name, MERSİS number, a contact."""
        html = self._html(self._one(self._make_mail(YES)))
        for text in (self.alpha.trade_name, self.alpha.mersis, self.alpha.contact):
            self.assertIn(text, html)

    def test_the_plain_text_has_the_footer_too(self):
        message = self._one(self._make_mail(YES))
        self.assertIn(self.alpha.mersis, message.get_body(("plain",)).get_content())

    def test_the_links_carry_the_token_of_the_log(self):
        message = self._one(self._make_mail(YES))
        token = self._logged(YES).token
        self.assertIn(self.alpha._iys_refusal_url(token), self._html(message))
        self.assertEqual(
            message["List-Unsubscribe"].strip(),
            f"<{self.alpha._iys_oneclick_url(token)}>",
        )

    def test_one_click_is_offered(self):
        """RFC 8058, L-43."""
        message = self._one(self._make_mail(YES))
        self.assertEqual(message["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")

    def test_everybody_has_an_own_link(self):
        self._send(self._make_mail(f"{YES}, {ALSO}"))
        self.assertEqual(len(set(self._logged(YES, ALSO).mapped("token"))), 2)
        self.assertEqual(len({m["List-Unsubscribe"] for m in self._messages()}), 2)

    def test_a_mailing_keeps_its_own_link_but_gets_our_header(self):
        mailing = self._make_mailing()
        link = f'<a href="{mailing.get_base_url()}/unsubscribe_from_list">Çık</a>'
        mail = self._make_mail(
            YES,
            body_html=f"<p>Merhaba</p>{link}",
            mailing_id=mailing.id,
            model="res.partner",
            res_id=self.yes.id,
        )
        message = self._one(mail)
        self.assertIn("/confirm_unsubscribe", self._html(message))
        self.assertIn("/iys/refuse/", message["List-Unsubscribe"])

    def test_a_complete_text_gets_no_second_footer(self):
        brand = self.alpha
        text = f"{brand.trade_name} MERSİS {brand.mersis} {brand.contact}"
        mail = self._make_mail(
            YES, body_html=f'<p>{text}</p><a href="/unsubscribe_from_list">Çık</a>'
        )
        html = self._html(self._one(mail))
        self.assertEqual(html.count(brand.mersis), 1)

    def test_the_footer_is_in_the_recipients_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.assertIn('lang="en"', self.alpha._iys_mail_footer("t", "de_DE"))
        self.assertIn('lang="tr"', self.alpha._iys_mail_footer("t", "tr_TR"))
        self.assertIn('lang="tr"', self.alpha._iys_mail_footer("t"))

    def test_without_turkish_the_footer_is_english(self):
        self.env["res.lang"].search([("code", "=", "tr_TR")]).active = False
        self.assertIn('lang="en"', self.alpha._iys_mail_footer("t", "tr_TR"))

    def test_an_identity_that_is_none_keeps_the_mail(self):
        """L-41: a MERSİS number of three digits tells nobody who writes."""
        self.alpha.mersis = "123"
        mail = self._make_mail(YES)
        self.assertEqual(self._send(mail), [])
        self.assertEqual(mail.failure_type, "iys_content")

    def test_an_ordinary_message_stays_as_it_is(self):
        message = self._one(self._make_mail(YES, iys_message_class=False))
        self.assertNotIn(self.alpha.mersis, self._html(message))
        self.assertNotIn("List-Unsubscribe", message)
        self.assertFalse(self._logged(YES))

    def test_the_log_has_what_left(self):
        """L-34: who, when, which words, why."""
        html = self._html(self._one(self._make_mail(YES)))
        row = self._logged(YES)
        self.assertEqual(
            (row.message_class, row.rule, row.consent_id.status, row.brand_id),
            ("COMMERCIAL", "approved", "ONAY", self.alpha),
        )
        self.assertEqual(row.subject, "Yaz indirimi")
        self.assertIn(row.token, html)

    def test_nobody_who_was_left_out_is_logged(self):
        self._send(self._make_mail(f"{YES}, {NO}"))
        self.assertEqual(len(self._logged(YES, NO)), 1)

    def test_a_released_message_is_logged_with_its_class(self):
        self._send(
            self._make_mail(NO, iys_message_class="AFTER_SALE", iys_is_released=True)
        )
        row = self._logged(NO)
        self.assertEqual((row.message_class, row.rule), ("AFTER_SALE", "after_sale"))

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_a_server_that_goes_down_leaves_no_row_for_what_did_not_leave(self):
        mails = self._make_mail(YES) | self._make_mail(ALSO)
        taken = []

        def one_only(reached):
            if taken:
                raise SMTPServerDisconnected("down")
            taken.extend(reached)

        with suppress(SMTPServerDisconnected):
            self._send(mails, before=one_only)
        self.assertEqual(self._logged(YES, ALSO).mapped("recipient"), taken)
        self.assertEqual(self._reached(), taken)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_an_address_the_server_refuses_is_not_logged(self):
        mail = self._make_mail(None, self.yes | self.also)

        def only_yes(reached):
            if reached != [YES]:
                raise ValueError("no such mailbox")

        self._send(mail, before=only_yes)
        self.assertEqual(mail.state, "exception")
        self.assertEqual(self._logged(YES, ALSO).mapped("recipient"), self._reached())
