import os
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.izinnet_iys_sms.sms_gateways import (
    AccountError,
    Ambiguous,
    BalanceError,
    FakeGateway,
)

from .gateway_case import GatewayCase


@tagged("post_install", "-at_install")
class TestSmsGateway(GatewayCase):
    """An account: where it may call, how it is tested, when it pauses, what it warns of."""

    def make(self, **values):
        return self.env["iys.sms.gateway"].create(
            {"name": "Netgsm", "company_id": self.company.id, **values}
        )

    def run_cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"izinnet_iys_sms.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def list_titles(self, *names):
        """Have the operator list titles, and the connection tested."""
        self.book().titles[:] = names
        self.gateway.action_test_connection()
        self.run_cron("ir_cron_test_sms")

    def test_the_trial_is_named_in_the_persons_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        gateways = self.env["iys.sms.gateway"].with_context(lang="tr_TR")
        names = dict(gateways.fields_get(["provider"])["provider"]["selection"])
        self.assertEqual(names["fake"], "Deneme (hiçbir şey gönderilmez)")
        self.assertEqual(names["netgsm"], "Netgsm")

    def test_an_address_the_server_does_not_name_is_refused(self):
        """R-54"""
        with self.assertRaises(ValidationError):
            self.make(provider="netgsm", base_url="https://169.254.169.254/")

    def test_the_address_of_this_machine_only_by_the_servers_configuration(self):
        """R-54"""
        with patch.dict(os.environ, {"IZINNET_HOSTS": "127.0.0.1"}):
            made = self.make(provider="netgsm", base_url="http://127.0.0.1:1/")
        self.assertTrue(made)

    def test_a_copied_database_sends_nothing(self):
        """R-21"""
        gateway = self.make(provider="netgsm", username="850", password="x")
        with self.assertRaises(UserError):
            gateway._client()

    def test_a_confirmed_database_may_send(self):
        """R-21"""
        gateway = self.make(provider="netgsm", username="850", password="x")
        gateway.action_confirm_database()
        self.assertEqual(gateway._client().name, "netgsm")

    def test_the_connection_test_calls_nobody_within_the_request(self):
        """R-4"""
        calls = []
        self.patch(FakeGateway, "titles", lambda fake: calls.append(1) or [])
        self.gateway.action_test_connection()
        self.assertEqual((calls, self.gateway.test_state), ([], "waiting"))

    def test_the_connection_test_says_titles_and_credit(self):
        self.gateway.action_test_connection()
        self.run_cron("ir_cron_test_sms")
        self.assertEqual(
            (self.gateway.test_state, self.gateway.test_message),
            ("good", "Logged in. Sender titles: ALFA, GENEL. Credit: 10000 parts."),
        )

    def test_a_failed_connection_test_says_what_to_do(self):
        def refuse(fake):
            raise AccountError("no", reason="ip", code="401")

        self.patch(FakeGateway, "titles", refuse)
        self.gateway.action_test_connection()
        self.run_cron("ir_cron_test_sms")
        self.assertIn("internet address", self.gateway.test_message)

    def test_titles_are_taken_over_spelt_exactly(self):
        self.list_titles("ALFA", "Yeni Baslik")
        told = {t.name: t.state for t in self.gateway.title_ids}
        self.assertEqual(
            told, {"ALFA": "approved", "Yeni Baslik": "approved", "GENEL": "gone"}
        )

    def test_a_title_that_is_gone_sends_nothing(self):
        """L-46"""
        self.list_titles("GENEL")
        sms = self._make_sms(self.yes)
        self.run_queue()
        self.assertEqual((sms.state, sms.iys_wait_reason), ("outgoing", "title"))

    def test_sms_that_waited_for_a_title_leave_when_it_is_there(self):
        """L-46"""
        title = self.gateway.title_ids.filtered(lambda one: one.brand_id == self.alpha)
        title.state = "gone"
        self._make_sms(self.yes)
        self.run_queue()
        title.state = "approved"
        self.run_queue()
        self.assertEqual(self.left(), [self.yes])

    def test_nobody_approves_a_title_by_hand(self):
        """L-46"""
        titles = self.as_role("admin", self.env["iys.sms.title"])
        made = titles.create(
            {"gateway_id": self.gateway.id, "name": "YENI", "state": "approved"}
        )
        self.assertEqual(made.state, "asked")

    def test_titles_no_operator_can_open_are_refused(self):
        """L-46"""
        for name in ("AB", "ÇOKGÜZEL", "ONIKIHARFLI1", "MARKAM.COM", " ALFA"):
            with self.subTest(name), self.assertRaises(ValidationError):
                self.env["iys.sms.title"].create(
                    {"gateway_id": self.gateway.id, "name": name}
                )

    def test_a_commercial_sms_never_takes_another_brands_title(self):
        """L-46"""
        titles = self.env["iys.sms.title"]
        self.assertFalse(titles._for_send(self.beta, self.company, True))

    def test_an_informational_sms_takes_the_title_without_a_brand(self):
        titles = self.env["iys.sms.title"]
        found = titles._for_send(self.beta, self.company, False)
        self.assertEqual(found.name, "GENEL")

    def test_administrators_are_told_once_of_a_pause(self):
        self.gateway._pause(BalanceError("empty"))
        self.gateway._pause(BalanceError("empty"))
        mine = self.gateway.activity_ids.filtered(
            lambda one: one.user_id == self.users["admin"]
        )
        self.assertEqual((self.gateway.pause_reason, len(mine)), ("credit", 1))

    def test_the_board_says_that_sms_wait(self):
        self.gateway._pause(AccountError("no", reason="iys"))
        self.assertIn("SMS wait", "\n".join(self.alpha._board_sentences()))

    def test_low_credit_warns_once(self):
        self.book().credits = 10
        for _time in range(2):
            self.gateway.balance_at = False
            self.run_cron("ir_cron_balance_sms")
        alarms = self.env["iys.log"].search(
            [
                ("res_model", "=", "iys.sms.gateway"),
                ("message", "like", "credit is low"),
            ]
        )
        self.assertEqual((self.gateway.is_low, len(alarms)), (True, 1))

    def test_rests_grow(self):
        waits = []
        for _time in range(4):
            self.gateway._rest(Ambiguous("lost"))
            waits.append(self.gateway.resume_at - self._now())
        self.assertEqual(waits, sorted(waits))

    def test_new_credentials_start_with_a_clean_slate(self):
        self.gateway._pause(AccountError("no", reason="auth"))
        self.gateway.password = "new"
        self.assertFalse(self.gateway.pause_reason)

    def test_a_company_without_an_account_sends_as_before(self):
        self.company.iys_sms_gateway_id = False
        self.assertEqual(self.send(self._make_sms(self.yes)), [self.yes])
