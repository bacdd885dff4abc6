"""The twelve views of L-64: each as a screen, as PDF and as a workbook."""

import hashlib
import io
from datetime import timedelta

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.proof.iys_report import CODES
from ..spreadsheets.writer import csv_line
from .proof_case import MAIL, ProofCase

SCREENS = [code for code, _words in CODES if code != "person"]
FOOT_ROWS = 7


@tagged("-at_install", "post_install")
class TestIysReport(ProofCase):
    def _screen(self, code, role="manager", **over):
        report = self.env.ref(f"izinnet_iys.iys_report_{code}")
        values = {"report_id": report.id, "reason": "yearly inspection", **over}
        return self.as_role(role, self.env["iys.report.screen"]).create(values)

    def _rows(self, code, **over):
        screen = self._screen(code, **over)
        return screen._first_rows(screen._as_table(), 1000)[0]

    def _sheet(self, screen):
        screen.file_format = "xlsx"
        book = load_workbook(io.BytesIO(b"".join(screen._stream())))
        return [list(row) for row in book.active.iter_rows(values_only=True)]

    def _pdf_text(self, screen):
        screen.file_format = "pdf"
        pages = PdfReader(io.BytesIO(b"".join(screen._stream()))).pages
        return "".join(page.extract_text() for page in pages)

    def test_there_are_twelve_and_each_opens_a_screen(self):
        """L-64."""
        reports = self.as_role("auditor", self.env["iys.report"]).search([])
        self.assertEqual(len(reports), 12)
        for report in reports:
            with self.subTest(report=report.code):
                self.assertIn(
                    report.action_open()["res_model"],
                    ("iys.proof", "iys.report.screen"),
                )

    def test_each_is_a_pdf_that_names_itself(self):
        for code in SCREENS:
            with self.subTest(code=code):
                screen = self._screen(code)
                self.assertIn(screen.report_id.name, self._pdf_text(screen))

    def test_each_is_a_workbook_that_says_who_took_it_out(self):
        for code in SCREENS:
            with self.subTest(code=code):
                cells = [c for row in self._sheet(self._screen(code)) for c in row]
                self.assertIn(self.users["manager"].name, cells)

    def test_the_hash_is_over_the_rows(self):
        """Anybody can make it again from the rows spelt as csv lines."""
        screen = self._screen("refusals")
        told = self._sheet(screen)[-1][1]
        rows = screen._all_rows(screen._as_table())
        spelt = "".join(csv_line(row) for row in rows)
        self.assertEqual(told, hashlib.sha256(spelt.encode()).hexdigest())

    def test_the_state_on_a_date_is_that_of_the_date(self):
        """L-64, view 3."""
        day = self._now() - timedelta(days=5)
        stood = {
            row[3]: row[4]
            for row in self._rows("state", moment=day, brand_ids=self.alpha.ids)
        }
        self.assertEqual(stood, {self.phone: "Approved", MAIL: "Approved"})

    def test_a_late_approval_is_named_late(self):
        """L-64, view 5."""
        self._record(
            self._make_act(
                recipient="+905324440000", consent_date=self._now() - timedelta(days=20)
            )
        )
        judged = {row[1]: row[9] for row in self._rows("deadlines")}
        self.assertEqual(judged["+905324440000"], "Late")

    def test_an_approval_in_time_shows_its_business_hours(self):
        """L-64, view 5."""
        given = self._now() - timedelta(hours=30)
        act = self._record(
            self._make_act(recipient="+905324440001", consent_date=given)
        )
        for state in ("in_flight", "sent"):
            act._set_state(state, act.ids)
        act._set_state(
            "registered", act.ids, iys_creation_date=given + timedelta(minutes=30)
        )
        row = next(r for r in self._rows("deadlines") if r[1] == "+905324440001")
        self.assertLessEqual(row[8], 0.5)
        self.assertEqual(row[9], "In time")

    def test_a_refusal_shows_how_fast_it_was_obeyed(self):
        """L-64, view 6."""
        (row,) = self._rows("refusals")
        self.assertAlmostEqual(row[6], 2 * 24 * 3600, delta=5)

    def test_a_difference_found_is_listed(self):
        """L-64, view 4."""
        self.env["iys.consent"]._difference(
            self.alpha, self._now().date(), "missing here", 3
        )
        (row,) = self._rows("differences")
        self.assertEqual((row[0], row[6]), ("Found and mended", 3))

    def test_an_open_difference_shows_its_age(self):
        """L-65."""
        self.approval._set_state("unknown", self.approval.ids)
        (row,) = self._rows("differences")
        self.assertEqual((row[0], row[3], row[8]), ("Open", 0, self.approval.id))

    def test_a_message_shows_who_was_allowed_and_who_was_not(self):
        """L-64, view 2; the trace of the sent one has been deleted since."""
        mailing = self._make_mailing()
        self._keep_back(mailing, iys_consent_id=self.mail_approval.id)
        self._log_message(mailing_id=mailing.id, recipient="b@deneme.example.com")
        rows = {row[0]: row for row in self._rows("message", mailing_id=mailing.id)}
        self.assertEqual(rows[MAIL][2], "Refused by the recipient")
        self.assertEqual(rows[MAIL][8], self.mail_approval.id)
        self.assertEqual(rows["b@deneme.example.com"][2], "Approved")

    def test_a_message_of_another_company_is_refused(self):
        """L-6."""
        mailing = self._make_mailing(self.gamma)
        with self.assertRaises(AccessError):
            self._rows("message", mailing_id=mailing.id)

    def test_a_text_that_was_tampered_with_is_named(self):
        """L-64, view 8."""
        notice = self.env["iys.notice"].create(
            {
                "name": "Onay",
                "brand_id": self.alpha.id,
                "kind": "commercial_approval",
                "type": "MESAJ",
                "body": "<p>a</p>",
            }
        )
        notice.action_publish()
        self.cr.execute("UPDATE iys_notice SET body = '<p>b</p>'")
        self.env.invalidate_all()
        self.assertIn("NO", self._rows("texts")[0])

    def test_what_does_not_exist_yet_is_said_so(self):
        """L-64, views 7 and 9."""
        for code in ("confirmations", "destruction"):  # nothing was destroyed here
            with self.subTest(code=code):
                screen = self._screen(code)
                self.assertEqual(screen.row_count, 0)
                self.assertTrue(screen.note)

    def test_rights_name_who_gave_a_role_to_whom(self):
        """L-64 view 10."""
        user = self.users["collector"]
        user.group_ids += self.env.ref("izinnet_iys.group_addresses")
        rows = self._rows("rights")
        given = [row for row in rows if "whole addresses" in str(row[5])]
        self.assertIn(user.name, str(given))

    def test_rights_and_exports_name_the_role_and_the_reason(self):
        """L-64, view 10."""
        self._screen("refusals").action_xlsx()
        rows = self._rows("rights")
        self.assertIn(
            ("Role", self.users["auditor"].name, "Auditor"), [row[:3] for row in rows]
        )
        self.assertTrue([row for row in rows if "yearly inspection" in str(row[2])])

    def test_training_and_contracts_are_listed(self):
        """L-64, views 11 and 12."""
        self.as_role("manager", self.env["iys.training"]).create(
            {"name": "İzin alma", "user_id": self.users["collector"].id}
        )
        contract = self.as_role("manager", self.env["iys.contract"]).create(
            {"name": "SMS", "party": "Operatör", "file": "aW16YQ=="}
        )
        self.assertEqual(contract.file_sha256, hashlib.sha256(b"imza").hexdigest())
        self.assertEqual(self._rows("training")[0][1], "İzin alma")
        self.assertEqual(self._rows("contracts")[0][6], contract.file_sha256)

    def test_another_companys_acts_are_in_no_report(self):
        """L-6."""
        self._record(
            self._make_act(brand_id=self.gamma.id, recipient="+905324449999"),
            self._make_act(
                brand_id=self.gamma.id, recipient="+905324449999", status="RET"
            ),
        )
        for code in ("state", "deadlines", "refusals", "differences"):
            with self.subTest(code=code):
                self.assertNotIn("+905324449999", str(self._rows(code)))

    def test_a_masked_act_does_not_break_a_report(self):
        """L-58."""
        self.cr.execute(
            "UPDATE iys_consent SET recipient = NULL WHERE id = %s", [self.refusal.id]
        )
        self.assertEqual(self._rows("refusals")[0][1], "(masked)")

    def test_a_file_without_a_reason_is_refused(self):
        with self.assertRaisesRegex(UserError, "needed for"):
            self._screen("refusals", reason="x").action_pdf()

    def test_the_screen_shows_text_as_text(self):
        """R-53."""
        self.as_role("manager", self.env["iys.training"]).create(
            {"name": "<script>1</script>", "person_name": "x"}
        )
        self.assertNotIn("<script", str(self._screen("training").preview))
