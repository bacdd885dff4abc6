import re

from odoo.tests import tagged

from .common import IysSmsCase


@tagged("post_install", "-at_install")
class TestSmsPages(IysSmsCase):
    """Odoo's "STOP SMS" links: opening changes nothing, confirming refuses (R-46, R-47)."""

    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys_sms`: an SMS with Odoo's own link is out already."""
        super().setUpClass()
        cls.person = cls._make_people(cls.yes)
        cls.mailing = cls.env["mailing.mailing"].create(
            {
                "subject": "Kampanya",
                "mailing_type": "sms",
                "body_plaintext": "Büyük indirim",
                "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "iys_brand_id": cls.alpha.id,
            }
        )
        cls.trace = cls.env["mailing.trace"].create(
            {
                "trace_type": "sms",
                "mass_mailing_id": cls.mailing.id,
                "model": "res.partner",
                "res_id": cls.person.id,
                "sms_number": cls.yes,
                "trace_status": "sent",
            }
        )
        cls.link = f"/sms/{cls.mailing.id}/{cls.trace.sms_code}"
        cls.old_link = f"/sms/{cls.mailing.id}/unsubscribe/{cls.trace.sms_code}"

    def _rows(self):
        """Count what a refusal would add to."""
        models = ("iys.consent", "phone.blacklist", "mailing.subscription")
        return [self.env[model].sudo().search_count([]) for model in models]

    def _post(self, link, number):
        page = self.url_open(link)
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(link, data={"sms_number": number, "csrf_token": token})

    def _acts(self):
        return self.env["iys.consent"].search(
            [("recipient", "=", self.yes), ("status", "=", "RET")]
        )

    def test_opening_a_link_changes_nothing(self):
        before = self._rows()
        for link in (self.link, self.old_link):
            self.url_open(f"{link}?sms_number=%2B{self.yes[1:]}")
        self.assertEqual(self._rows(), before)

    def test_confirming_refuses_the_text_messages_of_the_brand(self):
        """L-43, L-44"""
        self._post(self.link, self.yes)
        self.assertRecordValues(
            self._acts(), [{"brand_id": self.alpha.id, "type": "MESAJ"}]
        )

    def test_confirming_by_the_old_link_refuses_too(self):
        self._post(self.old_link, "0532 111 22 01")
        self.assertEqual(len(self._acts()), 1)

    def test_nothing_is_sent_after_a_refusal(self):
        self._post(self.link, self.yes)
        self.assertEqual(self.send(self._make_sms(self.yes)), [])

    def test_known_and_unknown_numbers_get_the_same_answer(self):
        """R-46"""
        known, unknown = (
            re.sub(r'csrf_token: "\w+"', "", self._post(self.link, number).text)
            for number in (self.yes, self.new)
        )
        self.assertEqual(known, unknown)

    def test_mangled_links_get_the_same_answer(self):
        """R-46"""
        for link in (
            "/sms/0/abc",
            "/sms/999999999999/abc",
            f"/sms/{self.mailing.id}/%",
        ):
            self.assertEqual(self.url_open(link).status_code, 200, link)

    def test_a_wrong_code_refuses_nothing(self):
        before = self._rows()
        self._post(f"/sms/{self.mailing.id}/zzzz", self.yes)
        self.assertEqual(self._rows(), before)
