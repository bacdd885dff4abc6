"""The refusal service itself: what is recorded, for whom, and that nothing is lost."""

from odoo.tests import tagged

from .refusal_case import MAIL, RefusalCase
from .sync_case import SyncCase


@tagged("-at_install", "post_install")
class TestRefusalService(RefusalCase):
    def _refuse(self, *recipients, brands=None, type_="EPOSTA", **over):
        return self.env["iys.consent"]._refuse(
            brands or self.alpha, type_, recipients, "HS_WEB", {"page": "x"}, **over
        )

    def test_each_brand_and_address_gets_its_act(self):
        """Three addresses, the middle one is none."""
        told = self._refuse(MAIL, "yok", "b1@deneme.example.com", brands=self.brands)
        self.assertEqual(
            [entry.outcome for entry in told], ["stored"] * 6, "nobody else's act"
        )

    def test_other_brands_are_left_alone(self):
        self._refuse(MAIL)
        self.assertEqual(self._rule(self.beta), "approved")

    def test_one_person_in_many_spellings_is_one_act(self):
        told = self._refuse(MAIL, MAIL.upper(), f"  {MAIL}\u200b")
        self.assertEqual(len(told), 1)

    def test_a_refusal_ends_the_merchant_s_record_too(self):
        """L-36, L-65: BIREYSEL and TACIR on one address."""
        mail = "esnaf@deneme.example.com"
        self._record(
            self._make_received(recipient=mail, type="EPOSTA", recipient_type="TACIR")
        )
        self._refuse(mail)
        kinds = self._refusals(recipient=mail).mapped("recipient_type")
        self.assertEqual(sorted(kinds), ["BIREYSEL", "TACIR"])

    def test_a_merchant_nobody_has_a_record_of_is_refused_as_both(self):
        """A contact that is a merchant needs no consent, so only a refusal stops it."""
        mail = "esnaf2@deneme.example.com"
        self._make_partner(
            email=mail, iys_recipient_type="TACIR", iys_recipient_type_proof="MERSİS"
        )
        self.assertEqual(self._rule(email=mail), "merchant")
        self._refuse(mail)
        self.assertEqual(self._rule(email=mail), "refused")

    def test_anybody_may_be_the_one_who_hears_it(self):
        """A user without any role in consents enters somebody in the block list."""
        user = self.users["collector"].copy({"login": "no_role"})
        user.group_ids = self.env.ref("mass_mailing.group_mass_mailing_user")
        self.env["mail.blacklist"].with_user(user).sudo(False).create({"email": MAIL})
        self.assertEqual(self._rule(), "refused")

    def test_an_address_changed_on_the_contact_leaves_the_refusal_where_it_was(self):
        partner = self._make_partner(email=MAIL)
        self._refuse(MAIL)
        partner.email = "yeni@deneme.example.com"
        self.assertEqual(self._rule(), "refused")

    def test_a_refusal_takes_back_an_approval_that_waits(self):
        mail = "yolda@deneme.example.com"
        coming = self._record(
            self._make_act(recipient=mail, type="EPOSTA", brand_id=self.alpha.id)
        )
        self._refuse(mail)
        self.assertEqual(coming.state, "local")


@tagged("-at_install", "post_install")
class TestRefusalAtIys(SyncCase):
    def test_a_refusal_iys_will_not_take_is_obeyed_here(self):
        """H175: İYS knows nobody of this address; nothing is lost (L-5)."""
        mail = "bilinmez@deneme.example.com"
        ledger = self.env["iys.consent"]
        (told,) = ledger._refuse(self.alpha, "EPOSTA", [mail], "HS_WEB")
        self.run_cron("push")
        self.hear_back()
        act = ledger.browse(told.consent_id)
        act.invalidate_recordset()
        self.assertEqual(
            (act.state, act.error_code, act.is_effective), ("local", "H175", True)
        )

    def test_a_refusal_is_handed_in_before_approvals(self):
        """L-14: of two that wait the refusal goes first, although it came later."""
        self.register(self._make_act(consent_date=self.now()))
        approval = self._record(self._make_act(recipient="+905321110001"))
        self.clock.tick(60)
        (told,) = self.env["iys.consent"]._refuse(
            self.alpha, "MESAJ", [self.phone], "HS_WEB"
        )
        self.run_cron("push")
        refusal = self.env["iys.consent"].browse(told.consent_id)
        (refusal | approval).invalidate_recordset()
        self.assertLess(refusal.exchange_id.id, approval.exchange_id.id)
