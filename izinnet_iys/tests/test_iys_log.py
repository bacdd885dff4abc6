"""The day log only grows (L-8, R-31)."""

import ast
from pathlib import Path

from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError, UserError
from odoo.modules import get_module_path
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.operations.iys_log_words import sentences
from .common import IysCommon


@tagged("-at_install", "post_install")
class TestIysLog(IysCommon):
    def _add(self, **kwargs):
        return self.env["iys.log"]._add("setup", "Brand changed", **kwargs)

    def _refused_by_database(self, statement):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(RaiseException),
            self.cr.savepoint(),
        ):
            self.cr.execute(statement)

    def test_a_row_tells_who_did_what_to_which_record(self):
        row = (
            self.env["iys.log"]
            .with_user(self.users["manager"])
            ._add("setup", "Brand changed", record=self.alpha, data={"rows": 3})
        )
        self.assertRecordValues(
            row.sudo(),
            [
                {
                    "kind": "setup",
                    "res_model": "iys.brand",
                    "res_id": self.alpha.id,
                    "company_id": self.company.id,
                    "user_id": self.users["manager"].id,
                    "data": {"rows": 3},
                }
            ],
        )

    def test_the_company_is_that_of_the_record(self):
        row = self._add(record=self.gamma)
        self.assertEqual(row.company_id, self.other_company)

    def test_an_unknown_kind_is_an_error(self):
        with self.assertRaises(ValueError):
            self.env["iys.log"]._add("gossip", "somebody said")

    def test_nobody_rewrites_a_row(self):
        with self.assertRaises(UserError):
            self._add().sudo().write({"message": "Nothing happened"})

    def test_nobody_deletes_a_row(self):
        with self.assertRaises(UserError):
            self._add().sudo().unlink()

    def test_sql_cannot_rewrite_a_row(self):
        self._add()
        self._refused_by_database("UPDATE iys_log SET message = 'x'")

    def test_sql_cannot_delete_a_row(self):
        self._add()
        self._refused_by_database("DELETE FROM iys_log")

    def test_sql_cannot_empty_the_log(self):
        self._refused_by_database("TRUNCATE iys_log")

    def test_a_manager_cannot_add_rows_by_hand(self):
        with self.assertRaises(AccessError):
            self.as_role("manager", self.env["iys.log"]).create(
                {"kind": "setup", "message": "x", "user_id": self.env.uid}
            )

    def test_a_row_opens_its_record(self):
        action = self._add(record=self.alpha).action_open_record()
        self.assertEqual(action["res_id"], self.alpha.id)

    def test_every_sentence_of_the_addon_is_known_to_the_translators(self):
        written = set(_sentences_in_source())
        self.assertEqual(written - set(sentences(self.env)), set())

    def test_a_reader_keeps_the_fact_behind_the_sentence(self):
        row = self.env["iys.log"]._add("difference", "Reconciliation: 2026-11-20, x")
        self.assertEqual(row.text, "Reconciliation: 2026-11-20, x")


def _sentences_in_source():
    """Every sentence written out in a call of ``iys.log._add``, up to the first colon."""
    for path in Path(get_module_path("izinnet_iys")).rglob("*.py"):
        if "tests" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call) or len(call.args) < 2:
                continue
            if getattr(call.func, "attr", "") == "_add":
                text = call.args[1]
                text = text.values[0] if isinstance(text, ast.JoinedStr) else text
                if isinstance(text, ast.Constant):
                    yield text.value.partition(":")[0].strip()
