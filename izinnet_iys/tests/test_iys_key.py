"""The key behind ``recipient_key``: outside the database (R-38)."""

import os
import tempfile
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.record.iys_key import PARAMETER
from .common import IysCommon


@tagged("-at_install", "post_install")
class TestIysKey(IysCommon):
    def setUp(self):
        super().setUp()
        self.key = self.env["iys.key"]
        self.parameters = self.env["ir.config_parameter"].sudo()
        self.registry.clear_cache()
        self.addCleanup(self.registry.clear_cache)

    def _name_file(self, content):
        """Have the server's environment name a key file with this content."""
        folder = self.enterContext(tempfile.TemporaryDirectory())
        path = Path(folder) / "key"
        path.write_bytes(content)
        self.addCleanup(os.environ.pop, "IZINNET_KEY_FILE")
        os.environ["IZINNET_KEY_FILE"] = str(path)

    def test_one_address_gives_one_hash(self):
        self.assertEqual(self.key._hash(self.phone), self.key._hash(self.phone))

    def test_two_addresses_give_two_hashes(self):
        self.assertNotEqual(self.key._hash(self.phone), self.key._hash("+905321112234"))

    def test_a_hash_has_the_strength_of_sha_256(self):
        self.assertEqual(len(self.key._hash(self.phone)), 43)

    def test_another_key_gives_another_hash(self):
        before = self.key._hash(self.phone)
        self._name_file(b"x" * 32)
        self.parameters.set_param(PARAMETER, False)
        self.registry.clear_cache()
        self.key._ensure()
        self.assertNotEqual(self.key._hash(self.phone), before)

    def test_a_lost_key_stops_recording_with_a_sentence(self):
        """Never a fall back to a plain hash."""
        self._lose()
        self.registry.clear_cache()
        with self.assertRaisesRegex(UserError, "key file"):
            self._record(self._make_act())

    def test_a_wrong_key_file_is_not_used(self):
        self.parameters.set_param(PARAMETER, "0123456789abcdef")
        self._name_file(b"y" * 32)
        self.registry.clear_cache()
        with self.assertRaises(UserError):
            self.key._hash(self.phone)

    def test_an_existing_key_is_never_replaced(self):
        before = self.parameters.get_param(PARAMETER)
        self._name_file(b"z" * 32)
        self.key._ensure()
        self.assertEqual(self.parameters.get_param(PARAMETER), before)

    def test_a_key_that_could_be_guessed_is_not_taken(self):
        """R-38: 32 bytes at least."""
        self.parameters.set_param(PARAMETER, False)
        self._name_file(b"x" * 31)
        with self.assertRaisesRegex(UserError, "32"):
            self.key._ensure()
        self.assertFalse(self.parameters.get_param(PARAMETER))

    def test_nobody_is_written_to_without_the_key(self):
        """R-38: what cannot be matched is not sent to."""
        self._make_ready(self.alpha)
        self._record(self._make_received())
        self._lose()
        self.registry.clear_cache()
        told = self.env["iys.consent"]._decide_send(self.alpha, "MESAJ", [self.phone])
        self.assertEqual(told[self.phone].rule, "no_consent")

    def _lose(self):
        """Let the database know another key than the one that is there."""
        self.parameters.set_param(PARAMETER, "0123456789abcdef")

    def _alarms(self):
        """What the alarms' job says about the key now."""
        alarms = self.env["iys.alarm"].with_context(allowed_company_ids=[])
        alarms._cron_alarms()
        found = alarms.search([("kind", "=", "key"), ("gone_at", "=", False)])
        return found.mapped("why")

    def test_a_lost_key_is_an_alarm_before_anybody_needs_it(self):
        """R-38: the worker still has it in memory, the file is gone."""
        before = self.parameters.get_param(PARAMETER)
        self.key._hash(self.phone)
        self.assertEqual(self._alarms(), [])
        self._lose()
        self.assertIn("0123456789abcdef", self._alarms()[0])
        self.parameters.set_param(PARAMETER, before)
        self.assertEqual(self._alarms(), [])

    def test_another_key_in_its_place_is_an_alarm(self):
        self._lose()
        self._name_file(b"y" * 32)
        self.assertEqual(len(self._alarms()), 1)

    def test_a_key_file_that_cannot_be_read_is_told_in_words(self):
        self._lose()
        os.environ["IZINNET_KEY_FILE"] = os.path.dirname(__file__)
        self.addCleanup(os.environ.pop, "IZINNET_KEY_FILE")
        self.assertEqual(len(self._alarms()), 1)
        self.registry.clear_cache()
        with self.assertRaisesRegex(UserError, "key file"):
            self.key._hash(self.phone)

    def test_the_key_is_not_in_the_database(self):
        self.assertEqual(len(self.parameters.get_param(PARAMETER)), 16)

    def test_the_key_file_is_only_for_the_server_itself(self):
        path = self.key._path(self.parameters.get_param(PARAMETER))
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)

    def test_contacts_stay_usable_without_the_key(self):
        self.parameters.set_param(PARAMETER, "0123456789abcdef")
        self.registry.clear_cache()
        self.assertEqual(self._make_partner().iys_consent_count, 0)
