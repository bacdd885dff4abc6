"""A visit in the browser: the code on one screen, the answer from another."""

from odoo.tests import HttpCase, tagged

from odoo.addons.izinnet_iys.tests.form_case import FormCase


@tagged("post_install", "-at_install")
class TestVisitTour(FormCase, HttpCase):
    def test_the_screen_closes_itself_when_the_person_has_answered(self):
        """One box ticked on the phone: one act of the contact, nothing typed by staff."""
        partner = self._make_partner(
            name="Ayşe Deneme", email="ayse@deneme.example.com"
        )
        self.users["collector"].group_ids += self.env.ref("base.group_partner_manager")
        self.start_tour(
            f"/odoo/action-contacts.action_contacts/{partner.id}",
            "izinnet_iys_visit",
            login="iys_collector",
        )
        self.assertRecordValues(
            self._acts(),
            [{"type": "EPOSTA", "status": "ONAY", "partner_id": partner.id}],
        )
