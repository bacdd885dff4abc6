"""Which fields of SMS are secrets, and that asking around them tells nothing (R-59)."""

from odoo.tests import tagged

from odoo.addons.izinnet_iys.tests.secret_case import SecretCase

ADDON = "izinnet_iys_sms"
#: Fields that look like secrets and may be read; each was looked at.
READABLE = {
    "iys.sms.code.prefix_key": "a keyed hash: worth nothing without the key file (R-38)",
    "iys.sms.code.recipient_key": "the same",
    "iys.sms.gateway.has_old_push_token": "whether there is one, no more",
}


@tagged("-at_install", "post_install")
class TestSecretFields(SecretCase):
    def test_a_field_that_looks_secret_is_closed_or_was_looked_at(self):
        """R-59: a new one belongs behind ``groups``, or into the list with its reason."""
        self.assertEqual(self.readable_secrets(ADDON) - set(READABLE), set())

    def test_no_way_of_asking_answers_about_a_secret(self):
        """R-59: read, search, sort, group, sum, export, write."""
        self.env["iys.sms.gateway"].sudo().create(
            {"name": "x", "company_id": self.company.id, "username": "a",
             "password": "abc"}
        )  # fmt: skip
        found = self.secret_fields(ADDON)
        self.assertIn("iys.sms.gateway.push_token", {str(f) for _m, f in found})
        for model, field in found:
            with self.subTest(field=str(field)):
                self.assertEqual(self.answers(model, field), set())
                self.assertEqual(self.roads_that_answer(field), set())
