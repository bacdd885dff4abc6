"""A person at work in the browser, read back from the ledger."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged

from .common import IysCommon


@tagged("post_install", "-at_install")
class TestTours(IysCommon, HttpCase):
    def test_a_call_is_recorded_channel_by_channel_from_the_contact(self):
        """L-24, L-29: one call, SMS refused and calls approved."""
        partner = self._make_partner(name="Ayşe Deneme")
        self.users["collector"].group_ids += self.env.ref("base.group_partner_manager")
        self.start_tour(
            f"/odoo/action-contacts.action_contacts/{partner.id}",
            "izinnet_iys_collect",
            login="iys_collector",
        )
        acts = self.env["iys.consent"].search([("partner_id", "=", partner.id)])
        recorded = {(a.type, a.status, a.source, a.is_effective) for a in acts}
        self.assertEqual(
            recorded,
            {
                ("MESAJ", "RET", "HS_CAGRI_MERKEZI", True),
                ("ARAMA", "ONAY", "HS_CAGRI_MERKEZI", False),
            },
        )

    def test_a_signed_sheet_is_typed_in_with_its_scan(self):
        """L-18: two good rows recorded with the scan, the middle one stays."""
        notice = self._make_notice(self.alpha, "commercial_approval", type="EPOSTA")
        sheet = self.env["iys.signed.list"].create(
            {
                "name": "Bahar fuarı",
                "brand_id": self.alpha.id,
                "notice_id": notice.id,
                "signed_at": self._now() - timedelta(hours=1),
            }
        )
        self.start_tour(
            f"/odoo/action-izinnet_iys.iys_signed_list_action/{sheet.id}",
            "izinnet_iys_signed_list",
            login="iys_collector",
        )
        acts = sheet.line_ids.consent_ids
        self.assertEqual(
            sorted(acts.mapped("recipient")),
            ["ada@deneme.example.com", "ceren@deneme.example.com"],
        )
        self.assertEqual(set(acts.mapped("source")), {"HS_ISLAK_IMZA"})
        self.assertEqual(acts.attachment_ids.mapped("name"), ["sheet.pdf"])
