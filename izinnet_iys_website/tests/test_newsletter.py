"""Odoo's newsletter boxes, when the addon that has them is installed."""

from odoo.tools import mute_logger

from odoo.addons.izinnet_iys.tests.form_case import EMAIL

from .block_case import BlockCase

PATH = "/website_mass_mailing/subscribe"
FULL = f'"Deneme Kişi" <{EMAIL}>'


class TestNewsletter(BlockCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: a public list and the form newsletters stand for."""
        super().setUpClass()
        cls.list = cls.env["mailing.list"].create(
            {"name": "Bülten", "is_public": True, "iys_brand_id": cls.alpha.id}
        )
        cls.website.iys_newsletter_point_id = cls.confirming.point_ids

    def _subscribe(self, value=FULL, **over):
        params = {
            "list_id": self.list.id,
            "value": value,
            "subscription_type": "email",
            **over,
        }
        toast = self.make_jsonrpc_request(PATH, params)["toast_type"]
        self._work()
        return toast

    def _members(self):
        self.env.invalidate_all()
        return self.env["mailing.subscription"].search([("list_id", "=", self.list.id)])

    def test_subscribing_asks_and_records_nothing(self):
        """L-27: the person confirms by a link, only then is it a consent."""
        self.assertEqual(self._subscribe(), "success")
        asked = (len(self._open_confirmations()), len(self._acts()))
        self.assertEqual(asked, (1, 0))

    def test_a_place_in_the_list_lets_no_mail_through(self):
        self._subscribe()
        consents = self.env["iys.consent"]
        rows = consents.search_count(
            [("recipient", "=", EMAIL), ("status", "=", "ONAY")]
        )
        self.assertEqual((len(self._members()), rows), (1, 0))

    def test_without_a_form_nobody_is_subscribed(self):
        self.website.iys_newsletter_point_id = False
        self.assertEqual((self._subscribe(), len(self._members())), ("danger", 0))

    def test_a_form_that_does_not_confirm_is_none_for_newsletters(self):
        """Anybody can type anybody's address."""
        self.website.iys_newsletter_point_id = self.point
        self.assertEqual((self._subscribe(), len(self._members())), ("danger", 0))

    def test_an_address_without_a_name_is_refused(self):
        """L-17."""
        self.assertEqual((self._subscribe(EMAIL), len(self._members())), ("danger", 0))

    def test_a_list_of_another_brand_is_refused(self):
        self.list.iys_brand_id = self.beta
        self.assertEqual((self._subscribe(), len(self._members())), ("danger", 0))

    def test_a_list_that_is_none_is_refused(self):
        self.assertEqual(self._subscribe(list_id="0 or 1"), "danger")

    @mute_logger("odoo.addons.izinnet_iys_website.controllers.newsletter")
    def test_a_request_that_could_not_be_made_takes_no_place(self):
        """Without the address key the job could ask nobody."""
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("izinnet_iys.key_fingerprint", "gone")
        self.env.registry.clear_cache()
        self.addCleanup(self.env.registry.clear_cache)
        self.assertEqual((self._subscribe(), len(self._members())), ("danger", 0))

    def test_who_left_the_list_stays_out(self):
        """V-11: an opt-out is not taken back by anybody who knows the address."""
        self._subscribe()
        self._members().opt_out = True
        self._subscribe()
        self.assertTrue(self._members().opt_out)

    def test_the_box_says_what_the_button_asks_for(self):
        told = self.url_open("/iys/newsletter/content?kind=email&lang=tr").json()
        self.assertEqual(told["label"], self.confirming.question_ids.label)
