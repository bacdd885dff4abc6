"""The day log only grows (L-8, R-31)."""

from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

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
        row = self.env["iys.log"].with_user(self.users["manager"])._add(
            "setup", "Brand changed", record=self.alpha, data={"rows": 3}
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
