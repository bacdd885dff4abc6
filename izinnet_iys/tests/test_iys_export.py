"""Export of consents: rights, reason, labels, formula-safe cells (R-52, L-61)."""

import csv
import io
from datetime import timedelta

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import IysCommon

PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "＋1", "－1", "＠A",
    " =1+1", '=HYPERLINK("http://x","y")',
]  # fmt: skip
DANGEROUS = tuple("=+-@\t\r\0＝＋－＠")


class ExportCase(IysCommon):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: one consent for each payload as the name."""
        super().setUpClass()
        cls.consents = cls._record(
            *[
                cls._make_act(
                    recipient=f"+9053211{i:05}",
                    person_name=name,
                    status="RET",
                    consent_date=cls._now() - timedelta(minutes=i + 1),
                )
                for i, name in enumerate(PAYLOADS)
            ]
        )

    def _make_export(self, role="manager", **over):
        values = {
            "reason": "answer to an inspection",
            "domain": repr([("id", "in", self.consents.ids)]),
            **over,
        }
        return self.as_role(role, self.env["iys.export"]).create(values)

    def _rows(self, export):
        content = b"".join(export._stream())
        if export.file_format == "csv":
            text = content.decode("utf-8-sig")
            return list(csv.reader(io.StringIO(text), delimiter=";"))
        sheet = load_workbook(io.BytesIO(content)).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]


@tagged("-at_install", "post_install")
class TestIysExport(ExportCase):
    def test_no_cell_of_a_csv_begins_like_a_formula(self):
        """R-52."""
        for row in self._rows(self._make_export(file_format="csv")):
            for cell in row:
                self.assertFalse(cell.lstrip(" ").startswith(DANGEROUS), cell)

    def test_no_cell_of_a_workbook_begins_like_a_formula(self):
        """R-52."""
        for row in self._rows(self._make_export()):
            for cell in map(str, row):
                self.assertFalse(cell.lstrip(" ").startswith(DANGEROUS), cell)

    def test_a_workbook_holds_no_formula_element(self):
        content = b"".join(self._make_export()._stream())
        cells = load_workbook(io.BytesIO(content)).active.iter_rows()
        self.assertFalse([c for row in cells for c in row if c.data_type == "f"])

    def test_both_forms_hold_every_row_and_the_same_texts(self):
        as_csv = self._rows(self._make_export(file_format="csv"))
        as_xlsx = self._rows(self._make_export())
        self.assertEqual(len(as_csv), len(PAYLOADS) + 1)
        self.assertEqual([r[:7] for r in as_csv], [r[:7] for r in as_xlsx])

    def test_phones_are_spelt_as_people_do(self):
        rows = self._rows(self._make_export(file_format="csv"))
        self.assertEqual(rows[1][2], "0532 110 00 00")

    def test_dates_are_türkiye_time(self):
        consent = self.consents[0]
        rows = self._rows(self._make_export(file_format="csv"))
        local = consent.consent_date + timedelta(hours=3)
        self.assertEqual(rows[1][7], local.strftime("%d.%m.%Y %H:%M:%S"))

    def test_an_export_without_a_reason_is_refused(self):
        with self.assertRaisesRegex(UserError, "why"):
            self._make_export(reason="  x ").action_export()

    def test_an_export_is_in_the_day_log_with_its_reason(self):
        export = self._make_export()
        export.action_export()
        row = self.env["iys.log"].search([("kind", "=", "export")], limit=1)
        self.assertIn("inspection", row.message)
        self.assertEqual(row.data["rows"], len(PAYLOADS))
        self.assertEqual(row.user_id, self.users["manager"])

    def test_consents_of_another_company_are_never_exported(self):
        other = self._record(self._make_act(brand_id=self.gamma.id, status="RET"))
        export = self._make_export(domain=repr([("id", "in", other.ids)]))
        self.assertEqual(len(self._rows(export)), 1)

    def test_consents_of_chosen_contacts_can_be_exported(self):
        partner = self._make_partner(phone="+905329998877")
        self._record(self._make_act(recipient="+905329998877", status="RET"))
        export = self._make_export(
            model_name="res.partner", domain=repr([("id", "=", partner.id)])
        )
        self.assertEqual(export.row_count, 1)

    def test_a_domain_that_is_code_does_nothing(self):
        export = self._make_export()
        export.domain = "__import__('os').system('true')"
        with self.assertRaises(UserError):
            export._consent_domain()


@tagged("-at_install", "post_install")
class TestIysExportDownload(ExportCase, HttpCase):
    def _get(self, login, export):
        self.authenticate(login, login)
        return self.url_open(f"/iys/export/{export.id}")

    def test_a_manager_gets_the_file_he_asked_for(self):
        export = self._make_export(file_format="csv")
        export.action_export()
        answer = self._get("iys_manager", export)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("0532 110 00 00", answer.text)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_a_file_without_logged_reason_is_not_given_out(self):
        answer = self._get("iys_manager", self._make_export())
        self.assertEqual(answer.status_code, 404)

    def test_an_author_gets_no_file(self):
        export = self._make_export()
        export.action_export()
        self.assertEqual(self._get("iys_author", export).status_code, 404)

    def test_another_manager_cannot_fetch_the_file(self):
        export = self._make_export(role="admin")
        export.action_export()
        self.assertEqual(self._get("iys_manager", export).status_code, 404)
