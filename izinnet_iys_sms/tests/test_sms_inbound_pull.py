"""Asking for texts: each once, by push or pull; a block list as the feed of refusals."""

from datetime import datetime, timedelta, timezone

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.izinnet_iys_sms.sms_gateways import (
    AccountError,
    Blocked,
    FakeGateway,
    IletiMerkezi,
    InboundMessage,
    Page,
)

from .push_case import PushCase


@tagged("-at_install", "post_install")
class TestSmsInboundPull(PushCase):
    def setUp(self):
        """Override of `odoo.tests`: empty inboxes."""
        super().setUp()
        for gateway in (self.gateway, self.other_gateway):
            self.book(gateway).inbox.clear()
            self.book(gateway).blocked.clear()

    def _write(self, text="RET", number=None, gateway=None, external_id="1"):
        now = datetime.now(timezone.utc).replace(microsecond=0)
        one = InboundMessage(external_id, number or self.yes, "4607", text, now)
        self.book(gateway).inbox.append(one)

    def test_a_text_in_the_inbox_is_read(self):
        self._write()
        self.run_sms("pull")
        self.assertFalse(self.may_send())

    def test_spans_overlap_and_each_text_is_read_once(self):
        self._write()
        for _time in range(3):
            self.run_sms("pull")
        self.assertEqual((len(self.texts()), len(self.rets())), (1, 1))

    def test_a_text_listed_late_is_read(self):
        self.run_sms("pull")
        with freeze_time(fields.Datetime.now() - timedelta(minutes=30)):
            self._write()
        self.run_sms("pull")
        self.assertEqual(len(self.texts()), 1)

    def test_one_account_s_trouble_stops_no_other(self):
        self._write(gateway=self.other_gateway, number=self.new)
        own, place = FakeGateway.inbound, self.book()

        def inbound(fake, *args):
            if fake.book is place:
                raise RuntimeError("oops")
            return own(fake, *args)

        self.patch(FakeGateway, "inbound", inbound)
        with mute_logger(
            "odoo.addons.izinnet_iys_sms.models.inbound.iys_sms_inbound_pull"
        ):
            self.run_sms("pull")
        self.assertEqual(self.texts().gateway_id, self.other_gateway)

    def test_wrong_credentials_pause_the_account(self):
        def inbound(_fake, *_args):
            raise AccountError("no", reason="auth")

        self.patch(FakeGateway, "inbound", inbound)
        self.run_sms("pull")
        self.assertEqual(self.gateway.pause_reason, "auth")

    # === BLOCK LISTS === #

    def _feed(self, *numbers):
        """Make the account one of İleti Merkezi whose list has these numbers."""
        self.gateway.write({"provider": "iletimerkezi", "base_url": False})
        self.gateway.action_confirm_database()
        page = Page(tuple(Blocked(number) for number in numbers))
        self.patch(IletiMerkezi, "blacklist", lambda *_args: page)

    def test_a_number_on_the_list_is_a_refusal(self):
        """sms.md §4.6: there is no inbox."""
        self._feed(self.yes)
        self.run_sms("pull")
        self.assertEqual(self.rets().evidence["road"], "sms_list")

    def test_a_number_in_two_spans_is_one_refusal(self):
        self._feed(self.yes)
        self.run_sms("pull")
        self.run_sms("pull")
        self.assertEqual(len(self.texts()), 1)

    def test_the_operator_has_answered_by_itself(self):
        self._feed(self.yes)
        self.run_sms("pull")
        made = [("iys_origin_model", "=", "iys.sms.inbound")]
        self.assertFalse(self.env["sms.sms"].sudo().search(made))

    def test_refusals_go_on_the_operator_s_list_where_it_is_wanted(self):
        self.gateway.lists_refusals = True
        self._write()
        self.run_sms("pull")
        self.run_sms("pull")
        self.assertIn(self.yes[-10:], self.book().blocked)

    def test_otherwise_the_operator_s_list_is_left_alone(self):
        self._write()
        self.run_sms("pull")
        self.run_sms("pull")
        self.assertFalse(self.book().blocked)
