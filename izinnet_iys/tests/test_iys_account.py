"""The account: whom it may call, from where, and when it stops (R-13, R-21, R-54)."""

import os

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..iys_api.errors import IysAuthError, IysForbidden, IysProtocolError
from ..iys_api.messages import ApiError
from ..models.sync.iys_address import address_fault
from .sync_case import SyncCase

REFUSED = (
    "http://api.iys.org.tr",
    "https://api.iys.org.tr.evil.example",
    "https://api.iys.org.tr@evil.example",
    "https://user:pass@api.iys.org.tr",
    "https://evil.example",
    "https://localhost",
    "https://127.0.0.1",
    "https://[::1]",
    "https://0.0.0.0",
    "https://10.0.0.1",
    "https://192.168.1.1",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433",
    "https://0x7f000001",
    "https://metadata.google.internal",
    "ftp://api.iys.org.tr",
    "file:///etc/passwd",
    "gopher://api.iys.org.tr",
    "//api.iys.org.tr",
    "api.iys.org.tr",
    "https://",
    "https://api.iys.org.tr?x=1",
    "https://api.iys.org.tr#x",
    "javascript:alert(1)",
    "",
)


class ServerNames(SyncCase):
    """The server's own configuration names further hosts."""

    def allow(self, hosts):
        """Set the allow-list of the server for this test."""
        before = os.environ.get("IZINNET_HOSTS", "")
        self.addCleanup(os.environ.__setitem__, "IZINNET_HOSTS", before)
        os.environ["IZINNET_HOSTS"] = hosts


@tagged("-at_install", "post_install")
class TestIysAddress(ServerNames):
    """R-54."""

    def test_no_address_but_iys_is_called_by_default(self):
        self.allow("")
        for url in REFUSED:
            with self.subTest(url):
                self.assertTrue(address_fault(url))

    def test_both_addresses_of_iys_are_fine(self):
        for url in ("https://api.iys.org.tr", "https://api.sandbox.iys.org.tr"):
            self.assertIsNone(address_fault(url))

    def test_a_host_the_server_names_is_fine(self):
        self.allow("gateway.example, 127.0.0.1")
        self.assertIsNone(address_fault("https://gateway.example"))
        self.assertIsNone(address_fault("http://127.0.0.1:8080"))

    def test_no_password_goes_to_another_machine_in_the_clear(self):
        self.allow("gateway.example")
        self.assertTrue(address_fault("http://gateway.example"))

    def test_an_account_refuses_such_an_address(self):
        self.allow("")
        with self.assertRaises(ValidationError):
            self.account.write(
                {
                    "route": "direct",
                    "environment": "custom",
                    "base_url": "https://169.254.169.254",
                }
            )

    def test_an_address_struck_off_the_list_is_not_called_any_more(self):
        self.allow("gateway.example")
        self.account.write(
            {
                "route": "direct",
                "environment": "custom",
                "base_url": "https://gateway.example",
            }
        )
        self.account.action_confirm_database()
        self.allow("")
        with self.assertRaises(UserError):
            self.alpha._get_registry()


@tagged("-at_install", "post_install")
class TestIysAccountSeal(SyncCase):
    """R-21: a copied database sends nothing until a person confirms it."""

    def setUp(self):
        super().setUp()
        self.account.route = "direct"

    def test_a_new_account_may_not_speak(self):
        self.assertFalse(self.account.is_confirmed_here)

    def test_a_person_confirms_the_database(self):
        self.as_role("admin", self.account).action_confirm_database()
        self.assertTrue(self.account.is_confirmed_here)

    def test_a_copy_under_another_uuid_may_not_speak(self):
        self.account.action_confirm_database()
        self.env["ir.config_parameter"].set_param("database.uuid", "a-copy")
        self.account.invalidate_recordset()
        self.assertFalse(self.account.is_confirmed_here)

    def test_a_copy_under_another_name_may_not_speak(self):
        """`createdb -T` keeps the uuid."""
        self.account.action_confirm_database()
        seal = self.account.sudo().database_seal
        self.account.sudo().database_seal = seal + "_copy"
        self.assertFalse(self.account.is_confirmed_here)

    def test_a_copy_gets_no_registry(self):
        with self.assertRaisesRegex(UserError, "not been confirmed"):
            self.alpha._get_registry()

    def test_a_copy_sends_nothing(self):
        consent = self._record(self._make_act())
        self.run_cron("push")
        self.assertEqual(self.states(consent), ["queued"])

    def test_the_demo_registry_needs_no_confirmation(self):
        self.account.route = "demo"
        self.assertTrue(self.account.is_confirmed_here)


@tagged("-at_install", "post_install")
class TestIysAccountErrors(SyncCase):
    def _note(self, error):
        self.account._note_error(error)
        self.account.invalidate_recordset()

    def test_three_refusals_of_the_password_stop_the_account(self):
        """R-13: more would lock it at İYS."""
        for expected in (False, False, True):
            self._note(IysAuthError("wrong"))
            self.assertEqual(self.account.is_stopped, expected)

    def test_a_stop_says_what_to_do(self):
        for _try in range(3):
            self._note(IysAuthError("wrong"))
        self.assertIn("user name or password", self.account.last_error)

    def test_a_stop_reaches_the_managers_of_every_brand(self):
        for _try in range(3):
            self._note(IysAuthError("wrong"))
        for brand in self.alpha + self.beta:
            self.assertEqual(
                brand.activity_ids.user_id & self.users["manager"],
                self.users["manager"],
            )

    def test_a_good_answer_forgets_refusals(self):
        self._note(IysAuthError("wrong"))
        self.account._note_success()
        self.assertEqual(self.account.auth_failures, 0)

    def test_an_ended_contract_stops_at_once(self):
        self._note(IysForbidden(errors=[ApiError("H520")]))
        self.assertTrue(self.account.is_stopped)

    def test_a_person_starts_it_again(self):
        self._note(IysForbidden(errors=[ApiError("H520")]))
        self.as_role("admin", self.account).action_resume()
        self.assertFalse(self.account.is_stopped)

    def test_new_credentials_begin_with_a_clean_slate(self):
        self._note(IysForbidden(errors=[ApiError("H353")]))
        self.account.password = "new"
        self.assertFalse(self.account.is_stopped)

    def test_new_credentials_drop_the_old_token(self):
        self.account.sudo().token_data = {"access_token": "secret"}
        self.account.password = "new"
        self.assertFalse(self.account.sudo().token_data)

    def test_an_answer_nobody_understands_is_shown_as_such(self):
        """R-8."""
        self._note(IysProtocolError(preview="<html>"))
        self.assertIn("not understood", self.account.last_error)


@tagged("-at_install", "post_install")
class TestIysAccountConnection(ServerNames):
    def _test(self, account):
        account.action_test_connection()
        self.run_cron("test_connection")
        account.invalidate_recordset()

    def test_the_button_makes_no_call_itself(self):
        """R-4."""
        self.account.action_test_connection()
        self.assertEqual(self.account.test_state, "waiting")

    def test_a_good_connection_lists_the_brands(self):
        self._test(self.other_account)
        self.assertEqual(self.other_account.test_state, "good")
        self.assertIn("Gama", self.other_account.test_message)

    def test_a_brand_iys_does_not_list_is_named(self):
        self._test(self.account)  # the demo registry knows one brand at a time
        self.assertEqual(self.account.test_state, "bad")
        self.assertIn("Beta", self.account.test_message)

    def test_an_unreachable_iys_is_a_sentence(self):
        self.allow("127.0.0.1")
        self.account.write(
            {
                "route": "direct",
                "environment": "custom",
                "base_url": "http://127.0.0.1:9",
            }
        )
        self.account.action_confirm_database()
        self._test(self.account)
        self.assertEqual(self.account.test_state, "bad")
        self.assertIn("could not be reached", self.account.test_message)

    def test_an_account_without_brands_is_a_sentence(self):
        account = self._make_account(self.company, "600009")
        self._test(account)
        self.assertIn("no brand yet", account.test_message)

    def test_nobody_without_the_right_may_test(self):
        with self.assertRaises(AccessError):
            self.as_role("manager", self.account).action_test_connection()
