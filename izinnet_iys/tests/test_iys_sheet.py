"""From the code of a signed sheet to its filed scan (L-18)."""

import base64

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .document_case import PDF
from .form_case import FormCase


class SheetCase(FormCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: a sheet of a form on paper."""
        super().setUpClass()
        cls.paper = cls._make_form(
            channels=("EPOSTA",), place="paper", confirms_address=False
        )
        cls.sheet = cls.env["iys.sheet"]._print(cls.paper)

    def _file(self, sheet, **over):
        """File a scan as the screen would: with the defaults the sheet hands over."""
        context = sheet.action_file()["context"]
        values = {"file": base64.b64encode(PDF), "file_name": "kagit.pdf", **over}
        documents = self.as_role("collector", self.env["iys.document"])
        return documents.with_context(**context).create(values)


@tagged("post_install", "-at_install")
class TestIysSheet(SheetCase):
    def test_the_scan_is_filed_under_the_sheet_with_brand_number_and_text(self):
        document = self._file(self.as_role("collector", self.sheet))
        self.assertEqual(document.sheet_id, self.sheet)
        self.assertEqual(document.reference, self.sheet.number)
        self.assertEqual(document.brand_id, self.alpha)
        self.assertEqual(document.notice_id, self.paper.question_ids.notice_id)
        self.assertTrue(self.sheet.is_filed)

    def test_a_second_scan_of_the_code_opens_what_is_filed(self):
        document = self._file(self.sheet)
        self.assertEqual(self.sheet.action_file()["res_id"], document.id)

    def test_of_several_texts_on_a_sheet_none_is_guessed(self):
        sheet = self.env["iys.sheet"]._print(self.form)
        self.assertFalse(self._file(sheet).notice_id)

    def test_a_sheet_is_found_by_its_number_and_by_what_the_camera_reads(self):
        sheets = self.env["iys.sheet"]
        number = self.sheet.number
        for text in (number, f" {number.lower()} ", self.sheet._url()):
            self.assertEqual(sheets._by_code(text), self.sheet, text)
        for text in ("", None, "K2026", "https://kotu.example.com/", number[:-1]):
            self.assertFalse(sheets._by_code(text), text)

    def test_an_unknown_number_is_told(self):
        scan = self.env["iys.sheet.scan"].create({"code": "K1999-000001"})
        with self.assertRaisesRegex(UserError, "No sheet"):
            scan.action_open()

    def test_another_company_s_sheet_is_not_found(self):
        """R-58."""
        foreign = self.env["iys.sheet"]._print(self.foreign_form)
        scan = self.as_role("collector", self.env["iys.sheet.scan"])
        with self.assertRaises(UserError):
            scan.create({"code": foreign.number}).action_open()

    def test_a_sheet_of_another_brand_is_no_place_for_a_document(self):
        with self.assertRaisesRegex(UserError, "another brand"):
            self._file(self.sheet, brand_id=self.beta.id)

    def test_sheets_can_be_searched_by_whether_they_are_filed(self):
        other = self.env["iys.sheet"]._print(self.paper)
        self._file(self.sheet)
        mine = [("form_id", "=", self.paper.id)]
        sheets = self.env["iys.sheet"]
        for is_filed, found in ((True, self.sheet), (False, other)):
            domain = [*mine, ("is_filed", "=", is_filed)]
            self.assertEqual(sheets.search(domain), found)


@tagged("post_install", "-at_install")
class TestIysSheetPages(HttpCase, SheetCase):
    def _get(self, path):
        return self.url_open(path, allow_redirects=False)

    def test_the_code_leads_to_the_screen_of_the_sheet(self):
        self.authenticate("iys_collector", "iys_collector")
        answer = self._get(f"/iys/sheet/{self.sheet.number}")
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(
            answer.headers["Location"].endswith(f"iys_sheet_action/{self.sheet.id}")
        )

    def test_who_is_not_logged_in_is_asked_to_and_comes_back(self):
        answer = self._get(f"/iys/sheet/{self.sheet.number}")
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertIn(self.sheet.number, answer.headers["Location"])

    def test_unknown_and_foreign_numbers_are_not_found(self):
        """R-58: one and the same answer."""
        foreign = self.env["iys.sheet"]._print(self.foreign_form)
        self.authenticate("iys_collector", "iys_collector")
        for number in ("K1999-000001", "x", foreign.number, "K2026-000001'--"):
            for path in (f"/iys/sheet/{number}", f"/iys/sheet/{number}/paper"):
                self.assertEqual(self._get(path).status_code, 404, path)

    def test_the_camera_reads_the_sheet_and_its_scan_is_filed(self):
        """The web client's own scanner reads the picture of the code."""
        png = base64.b64encode(self.sheet._qr_png()).decode()
        self.env["ir.attachment"].create(
            {
                "name": "iys_tour_code.png",
                "raw": base64.b64decode(png),
                "url": "/iys_tour_code.png",
                "public": True,
            }
        )
        self.start_tour(
            "/odoo/action-izinnet_iys.iys_sheet_action",
            "izinnet_iys_sheet",
            login="iys_collector",
        )
        document = self.sheet.document_ids
        self.assertEqual(
            (document.reference, document.kind), (self.sheet.number, "paper")
        )
        self.assertEqual(len(document.sha256), 64)
