"""Which fields of the website are secrets (R-59)."""

from odoo.tests import tagged

from odoo.addons.izinnet_iys.tests.secret_case import SecretCase

ADDON = "izinnet_iys_website"
#: Fields that look like secrets and may be read; each was looked at.
READABLE = {
    "iys.form.point.kiosk_pin": "keeps visitors on the form; behind it is the log-in page",
}


@tagged("-at_install", "post_install")
class TestSecretFields(SecretCase):
    def test_a_field_that_looks_secret_is_closed_or_was_looked_at(self):
        """R-59: a new one belongs behind ``groups``, or into the list with its reason."""
        self.assertEqual(self.readable_secrets(ADDON) - set(READABLE), set())
