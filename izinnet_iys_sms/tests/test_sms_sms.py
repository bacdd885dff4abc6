from odoo.tests import tagged

from .common import IysSmsCase


@tagged("post_install", "-at_install")
class TestSmsClass(IysSmsCase):
    """Every SMS has a class; who says none sends commercial."""

    def _note(self, **values):
        """A message of an SMS in a chatter."""
        partner = self._make_partner()
        return partner.message_post(body="Merhaba").sudo().browse() or self.env[
            "mail.message"
        ].create({"model": "res.partner", "res_id": partner.id, **values})

    def test_an_sms_without_a_class_is_commercial(self):
        sms = self._make_sms(self.new)
        self.assertEqual(sms.iys_message_class, "COMMERCIAL")

    def test_a_commercial_sms_belongs_to_the_brand_of_its_company(self):
        company = self.other_company
        sms = self.env["sms.sms"].sudo().with_company(company).create({"body": "x"})
        self.assertEqual(sms.iys_brand_id, self.gamma)

    def test_an_sms_of_a_message_has_the_class_of_the_message(self):
        note = self._note(iys_message_class="COMMERCIAL", iys_brand_id=self.beta.id)
        sms = self._make_sms(self.new, mail_message_id=note.id)
        self.assertEqual(sms.iys_brand_id, self.beta)

    def test_an_sms_of_a_usual_message_is_informational(self):
        sms = self._make_sms(self.new, mail_message_id=self._note().id)
        self.assertEqual(sms.iys_message_class, "INFORMATIONAL")

    def test_an_sms_made_by_rpc_is_commercial_whatever_it_says(self):
        person = self.as_role("admin", self.env["sms.sms"])
        self.users["admin"].group_ids += self.env.ref("base.group_system")
        sms = person.create(
            {
                "number": self.new,
                "body": "Merhaba",
                "iys_message_class": "OTP",
                "iys_is_released": True,
            }
        )
        self.assertTrue(sms._iys_class().is_commercial)

    def test_a_class_in_the_context_of_a_request_does_not_count(self):
        told = {
            "default_iys_message_class": "OTP",
            "default_iys_is_released": True,
            "iys_sms_class": ["OTP", True, False, False, False],
        }
        sms = self.env["sms.sms"].sudo().with_context(**told).create({"body": "x"})
        self.assertTrue(sms._iys_class().is_commercial)

    def test_a_person_cannot_free_an_sms_afterwards(self):
        self.users["admin"].group_ids += self.env.ref("base.group_system")
        sms = self._make_sms(self.new)
        self.as_role("admin", sms).write({"iys_message_class": "OTP"})
        self.assertEqual(sms.iys_message_class, "COMMERCIAL")

    def test_a_text_rewritten_by_a_person_is_commercial(self):
        self.users["admin"].group_ids += self.env.ref("base.group_system")
        sms = self._make_sms(self.new, iys_message_class="OTP", iys_is_released=True)
        self.as_role("admin", sms).write({"body": "Büyük indirim"})
        self.assertTrue(sms._iys_class().is_commercial)
