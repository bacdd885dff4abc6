"""A person at work in the browser, read back from the ledger."""

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
