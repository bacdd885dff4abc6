"""Signed lists: typed fast, recorded in sets, proof afterwards."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import IysCommon


@tagged("post_install", "-at_install")
class TestIysSignedList(IysCommon):
    @classmethod
    def setUpClass(cls):
        """Override of `common`: a sheet with its scan, signed an hour ago."""
        super().setUpClass()
        cls.notice = cls._make_notice(cls.alpha, "commercial_approval", type="EPOSTA")
        cls.scan = cls.env["ir.attachment"].create({"name": "s.pdf", "raw": b"%PDF-1"})
        cls.sheet = cls.env["iys.signed.list"].create(
            {
                "name": "Bahar fuarı",
                "brand_id": cls.alpha.id,
                "notice_id": cls.notice.id,
                "signed_at": cls._now() - timedelta(hours=1),
                "attachment_ids": [(6, 0, cls.scan.ids)],
            }
        )

    def _add(self, **values):
        line = {"person_name": "Ada Akçam", "email": "ada@example.com", **values}
        values = {"tick_eposta": True, **line, "list_id": self.sheet.id}
        return self.env["iys.signed.line"].create(values)

    def test_every_box_begins_empty(self):
        """L-21."""
        line = self.env["iys.signed.line"].create({"list_id": self.sheet.id})
        self.assertEqual(line._ticked(), [])

    def test_a_good_line_becomes_one_act_per_box_with_the_scan(self):
        """L-18, L-24."""
        line = self._add(phone="0532 111 22 33", tick_mesaj=True)
        self.sheet.action_record()
        acts = line.consent_ids
        self.assertEqual(set(acts.mapped("type")), {"MESAJ", "EPOSTA"})
        self.assertEqual(set(acts.mapped("source")), {"HS_ISLAK_IMZA"})
        self.assertEqual(set(acts.mapped("consent_date")), {self.sheet.signed_at})
        self.assertEqual(acts.attachment_ids, self.scan)
        self.assertIn("sha256:", str(acts[0].evidence["files"]))

    def test_a_broken_line_stays_and_stops_nobody(self):
        lines = [self._add(), self._add(email="x"), self._add(email="b@example.com")]
        self.sheet.action_record()
        self.assertEqual([ln.is_recorded for ln in lines], [True, False, True])
        self.assertIn("e-mail", lines[1].fault)

    def test_one_name_alone_is_not_enough(self):
        """L-17."""
        self.assertIn("surname", self._add(person_name="Ada").fault)

    def test_a_line_without_a_box_records_nothing(self):
        """L-21: silence is no approval."""
        self.assertIn("No box", self._add(tick_eposta=False).fault)

    def test_the_same_address_twice_is_a_fault_of_both(self):
        first, second = self._add(), self._add(email="ADA@example.com")
        self.assertEqual(first.fault, second.fault)
        self.assertIn("twice", first.fault)

    def test_without_the_scan_nothing_is_recorded(self):
        """L-18."""
        line = self._add()
        self.sheet.attachment_ids = False
        with self.assertRaisesRegex(UserError, "scan"):
            self.sheet.action_record()
        self.assertFalse(line.is_recorded)

    def test_a_sheet_older_than_the_law_allows_is_not_recorded(self):
        """L-11: and no date is moved to get it through."""
        self._add()
        self.sheet.signed_at = self._now() - timedelta(days=30)
        with self.assertRaisesRegex(UserError, "three business days"):
            self.sheet.action_record()

    def test_who_refused_after_signing_stays_refused(self):
        """L-50."""
        self._record(
            self._make_act(
                status="RET",
                type="EPOSTA",
                recipient="ada@example.com",
                source="HS_WEB",
                consent_date=self._now(),
            )
        )
        self.assertIn("after signing", self._add().fault)

    def test_who_refused_before_needs_a_reason(self):
        """L-50."""
        self._record(
            self._make_act(
                status="RET",
                type="EPOSTA",
                recipient="ada@example.com",
                source="HS_WEB",
                consent_date=self._now() - timedelta(days=2),
            )
        )
        line = self._add()
        self.assertIn("Refused before", line.fault)
        line.reason = "Asked for it at the stand"
        self.assertFalse(line.fault)

    def test_a_refusal_of_another_brand_does_not_matter(self):
        self._record(
            self._make_act(
                brand_id=self.beta.id,
                status="RET",
                type="EPOSTA",
                recipient="ada@example.com",
                source="HS_WEB",
                consent_date=self._now(),
            )
        )
        self.assertFalse(self._add().fault)

    def test_a_recorded_line_and_its_sheet_never_change(self):
        line = self._add()
        self.sheet.action_record()
        for record, values in ((line, {"email": "b@example.com"}),):
            with self.assertRaises(UserError):
                record.write(values)
        with self.assertRaises(UserError):
            self.sheet.signed_at = self._now()
        with self.assertRaises(UserError):
            self.sheet.unlink()

    def test_recording_twice_adds_nothing(self):
        self._add()
        self.sheet.action_record()
        with self.assertRaisesRegex(UserError, "No line is ready"):
            self.sheet.action_record()

    def test_the_one_contact_with_the_address_is_found(self):
        partner = self.env["res.partner"].create(
            {"name": "Ada", "email": "Ada@example.com"}
        )
        line = self._add()
        self.sheet.action_record()
        self.assertEqual(line.consent_ids.partner_id, partner)

    def test_an_address_of_two_contacts_is_given_to_neither_and_makes_no_third(self):
        values = {"name": "Ada", "email": "ada@example.com"}
        two = self.env["res.partner"].create([values, values])
        line = self._add()
        self.sheet.action_record()
        mine = [("email_normalized", "=", "ada@example.com")]
        self.assertEqual(self.env["res.partner"].search(mine), two)
        self.assertFalse(line.consent_ids.partner_id)

    def test_a_collector_types_and_records(self):
        line = self._add()
        self.sheet.with_user(self.users["collector"]).action_record()
        self.assertEqual(line.consent_ids.user_id, self.users["collector"])

    def test_an_auditor_reads_and_changes_nothing(self):
        sheet = self.sheet.with_user(self.users["auditor"])
        self.assertEqual(sheet.name, "Bahar fuarı")
        with self.assertRaises(AccessError):
            sheet.action_record()

    def test_another_company_does_not_see_the_sheet(self):
        """R-58."""
        foreign = self.env["iys.signed.list"].create(
            {
                "name": "Başka",
                "brand_id": self.gamma.id,
                "notice_id": self._make_notice(
                    self.gamma, "commercial_approval", type="EPOSTA"
                ).id,
            }
        )
        mine = self.env["iys.signed.list"].with_user(self.users["manager"])
        self.assertNotIn(foreign, mine.search([]))
