"""A list with whole addresses leaves with a reason only, and is in the day log (L-61)."""

import csv
import io

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import IysCommon

NUMBER, MASKED = "+905321112299", "+90532***99"
REASON = "answer to an inspection"


class MaskedExportCase(IysCommon):
    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys`: an act and a message; who exports by Odoo's list."""
        super().setUpClass()
        cls.act = cls._record(cls._make_received(recipient=NUMBER))
        cls.env["iys.message"]._log_sent(
            [
                {
                    "type": "EPOSTA",
                    "message_class": "COMMERCIAL",
                    "brand_id": cls.alpha.id,
                    "recipient": f"{name}@deneme.example.com",
                    "subject": subject,
                    "body": "<p>x</p>",
                }
                for name, subject in (("a", "=1+1"), ("b", "Kampanya"))
            ]
        )
        cls.messages = cls.env["iys.message"].search(
            [("company_id", "=", cls.company.id)], order="id"
        )
        allowed = cls.env.ref("base.group_allow_export")
        for user in cls.users.values():
            user.group_ids += allowed

    def _rows(self):
        return self.env["iys.log"].search([("kind", "=", "export")], order="id")

    def _export(self, role, records=None, fields=("recipient",), **context):
        self.env.invalidate_all()
        records = self.as_role(role, self.act if records is None else records)
        return records.with_context(**context).export_data(list(fields))["datas"]


@tagged("-at_install", "post_install")
class TestMaskedExport(MaskedExportCase):
    def test_odoos_own_export_of_whole_addresses_names_ours(self):
        for role in ("manager", "auditor"):
            for records in (self.act, self.messages):
                with self.subTest(role=role, model=records._name):
                    with self.assertRaisesRegex(UserError, "Export with reason"):
                        self._export(role, records)

    def test_a_program_gives_the_reason_with_its_call(self):
        rows = self._export("manager", iys_export_reason=REASON)
        self.assertEqual(rows, [[NUMBER]])
        log = self._rows()
        self.assertEqual(log.message, f"List exported: {REASON}")
        self.assertEqual(log.data, {"list": "iys.consent", "rows": 1})

    def test_a_reason_that_says_nothing_is_none(self):
        with self.assertRaises(UserError):
            self._export("manager", iys_export_reason=" x ")

    def test_a_reason_does_not_replace_the_role(self):
        with self.assertRaises(UserError):
            self._export("auditor", iys_export_reason=REASON)

    def test_who_sees_them_masked_exports_as_before_and_is_noted(self):
        self.assertEqual(self._export("collector"), [[MASKED]])
        log = self._rows()
        self.assertEqual(log.message, "List exported, addresses masked")
        self.assertEqual((log.user_id, log.data["rows"]), (self.users["collector"], 1))

    def test_whole_addresses_do_not_leave_as_a_part_of_another_list(self):
        partner = self._make_partner(phone=NUMBER)
        with self.assertRaisesRegex(UserError, "Export with reason"):
            self._export(
                "manager", partner, ("name", "iys_consent_ids/recipient"),
                import_compat=False, iys_export_reason=REASON,
            )  # fmt: skip

    def test_another_list_leaves_as_before(self):
        partner = self._make_partner()
        self.assertEqual(self._export("manager", partner, ("name",)), [["Deneme Kişi"]])

    def test_typed_numbers_do_not_leave_with_a_collector(self):
        """They are whole for who typed them, so the list is of whole addresses."""
        sheet = self.as_role("collector", self.env["iys.signed.list"]).create(
            {
                "name": "Fair",
                "brand_id": self.alpha.id,
                "notice_id": self._make_notice().id,
                "signed_at": self._now(),
                "line_ids": [(0, 0, {"phone": "0532 111 22 33"})],
            }
        )
        with self.assertRaises(UserError):
            self._export("collector", sheet.line_ids, ("phone",))

    # === OUR OWN === #

    def _make(self, role="manager", **over):
        values = {
            "reason": REASON,
            "model_name": "iys.message",
            "domain": repr([("id", "in", self.messages.ids)]),
            **over,
        }
        return self.as_role(role, self.env["iys.export"]).create(values)

    def test_the_dialog_takes_the_list_it_is_opened_from(self):
        dialog = self.as_role("manager", self.env["iys.export"]).with_context(
            active_model="iys.message", active_ids=self.messages.ids
        )
        values = dialog.default_get(["model_name", "domain"])
        self.assertEqual(values["model_name"], "iys.message")

    def test_every_list_of_addresses_has_the_action(self):
        lists = {
            name
            for name, model in self.env.items()
            if name.startswith("iys.") and model._auto and not model._transient
            and hasattr(model, "_check_export")
        }  # fmt: skip
        actions = self.env["ir.actions.act_window"].search(
            [("res_model", "=", "iys.export"), ("binding_model_id", "!=", False)]
        )
        self.assertLessEqual(lists, set(actions.binding_model_id.mapped("model")))

    def test_a_list_of_messages_leaves_with_whole_addresses(self):
        content = b"".join(self._make(file_format="csv")._stream()).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(content), delimiter=";"))
        self.assertEqual(len(rows), 3)
        self.assertIn("a@deneme.example.com", str(rows[1]))

    def test_no_cell_is_a_formula(self):
        """R-52."""
        sheet = load_workbook(io.BytesIO(b"".join(self._make()._stream()))).active
        cells = [cell for row in sheet.iter_rows() for cell in row]
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])
        self.assertIn("'=1+1", [cell.value for cell in cells])

    def test_the_reason_and_the_number_of_rows_are_noted(self):
        self._make().action_export()
        log = self._rows()
        self.assertEqual(log.message, f"List exported: {REASON}")
        self.assertEqual((log.data["list"], log.data["rows"]), ("iys.message", 2))

    def test_writing_the_file_leaves_no_second_row(self):
        export = self._make()
        export.action_export()
        self.cr.flush()
        self.cr.execute("DELETE FROM iys_look")
        b"".join(export._stream())
        self.cr.flush()
        self.assertEqual(len(self._rows()), 1)
        self.assertFalse(self.env["iys.look"].search_count([]))

    def test_a_list_without_addresses_is_not_exported_here(self):
        with self.assertRaises(UserError):
            self._make(model_name="res.users")._list()

    def test_messages_of_another_company_do_not_leave(self):
        """L-6."""
        self.env["iys.message"]._log_sent(
            [
                {
                    "type": "EPOSTA",
                    "message_class": "COMMERCIAL",
                    "brand_id": self.gamma.id,
                    "recipient": "c@deneme.example.com",
                    "body": "x",
                }
            ]
        )
        self.assertEqual(self._make(domain="[]").row_count, 2)

    def test_an_address_that_was_looked_for_is_not_in_the_log(self):
        """The log cannot be masked later: it names nobody."""
        domain = repr([("recipient", "ilike", "a@deneme.example.com")])
        self._make(domain=domain).action_export()
        self.assertNotIn("a@deneme", str(self._rows().data))


@tagged("-at_install", "post_install")
class TestMaskedExportDoor(MaskedExportCase, HttpCase):
    def test_a_download_of_messages_is_for_who_gave_the_reason(self):
        export = self._make_export()
        export.action_export()
        self.authenticate("iys_manager", "iys_manager")
        answer = self.url_open(f"/iys/export/{export.id}")
        self.assertIn("a@deneme.example.com", answer.text)

    def _make_export(self):
        return self.as_role("manager", self.env["iys.export"]).create(
            {
                "reason": REASON,
                "model_name": "iys.message",
                "domain": "[]",
                "file_format": "csv",
            }
        )
