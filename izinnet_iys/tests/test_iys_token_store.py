"""Tokens shared by all workers, and passwords that are not tried again and again."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.izinnet_iys.iys_api.auth import Token
from odoo.addons.izinnet_iys.iys_api.errors import IysAuthError
from odoo.addons.izinnet_iys.models.sync.iys_token_store import (
    REFUSAL_PAUSE,
    AccountTokenStore,
)

from .sync_case import SyncCase


@tagged("-at_install", "post_install")
class TestIysTokenStore(SyncCase):
    def setUp(self):
        """Work on the account's row through transactions of the store's own."""
        super().setUp()
        self.enterContext(self.enter_registry_test_mode())
        self.store = AccountTokenStore(self.env, self.account.id)
        self.calls = 0

    def _refused(self):
        # not assertRaises: Odoo's rolls back what the store has to remember
        try:
            with self.store.renewing():
                self.calls += 1
                raise IysAuthError("wrong password")
        except IysAuthError:
            return
        self.fail("a refusal has to be told")

    def test_a_saved_token_is_everybodys(self):
        self.store.save(Token(access_token="secret"))
        other = AccountTokenStore(self.env, self.account.id)
        self.assertEqual(other.load().access_token, "secret")

    def test_jobs_that_fail_at_the_same_moment_ask_once(self):
        """R-13: three wrong passwords at the most reach İYS."""
        for _job in range(5):
            self._refused()
        self.assertEqual(self.calls, 1)

    def test_a_refused_password_is_tried_again_after_the_pause(self):
        self._refused()
        later = self.env["iys.log"]._fields["date"].now() + REFUSAL_PAUSE
        with freeze_time(later + timedelta(seconds=1)):
            self._refused()
        self.assertEqual(self.calls, 2)

    def test_a_refusal_leaves_no_token(self):
        self._refused()
        self.assertFalse(self.store.load().access_token)
