"""Alarms of SMS accounts come and go with their cause (R-69)."""

from odoo.tests import tagged

from .gateway_case import GatewayCase

KINDS = ("sms_paused", "sms_credit")


@tagged("post_install", "-at_install")
class TestIysAlarm(GatewayCase):
    def _open(self):
        alarms = self.env["iys.alarm"]
        alarms._cron_alarms()
        found = alarms.search([("kind", "in", KINDS), ("gone_at", "=", False)])
        return {(alarm.kind, alarm.company_id) for alarm in found}

    def test_a_paused_account_is_told_until_it_goes_on(self):
        self.other_gateway.sudo().pause_reason = "auth"
        self.assertEqual(self._open(), {("sms_paused", self.other_company)})
        self.other_gateway.sudo().pause_reason = False
        self.assertEqual(self._open(), set())

    def test_low_credit_is_told_with_what_is_left(self):
        self.gateway.sudo().write({"is_low": True, "credits": 40, "low_credits": 1000})
        self.assertEqual(self._open(), {("sms_credit", self.company)})
        alarm = self.env["iys.alarm"].search([("kind", "=", "sms_credit")], limit=1)
        self.assertIn("40", alarm.why)

    def test_an_account_nobody_uses_is_no_alarm(self):
        self.company.iys_sms_gateway_id = False
        self.gateway.sudo().pause_reason = "credit"
        self.assertEqual(self._open(), set())
