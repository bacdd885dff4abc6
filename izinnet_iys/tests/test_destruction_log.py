"""Day log, day reports, alarms and calls go when their term ends, not earlier (L-33)."""

import subprocess
import sys
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg2.errors import RaiseException

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .privacy_case import PrivacyCase
from .seal_case import SealCase

#: Older than any term, whatever day the tests run on.
OLD = "2019-05-20 10:00:00"


@tagged("-at_install", "post_install")
class TestDestructionLog(PrivacyCase, SealCase):
    def setUp(self):
        """Override of `odoo.tests`: an old row and a young one of each log, sealed."""
        super().setUp()
        self.logs = self.env["iys.log"].browse(
            [self._insert_log(OLD), self._insert_log(self._now())]
        )
        self.reports = self.env["iys.day.report"].create(
            [self._report(OLD[:10]), self._report(self._now().date())]
        )
        self.alarms = self.env["iys.alarm"].create(
            [self._alarm(OLD), self._alarm(False)]
        )
        self.seal()
        self.seal()

    def _insert_log(self, date):
        self.cr.execute(
            "INSERT INTO iys_log (date, kind, message, company_id, user_id)"
            " VALUES (%s, 'setup', 'Brand changed', %s, %s) RETURNING id",
            [date, self.company.id, self.env.uid],
        )
        return self.cr.fetchone()[0]

    def _report(self, day):
        return {
            "company_id": self.company.id,
            "day": day,
            "made_at": OLD,
            "body": "x",
            "sha256": "0",
            "pdf": "eA==",
        }

    def _alarm(self, gone_at):
        return {
            "kind": "test",
            "key": str(gone_at),
            "company_id": self.company.id,
            "since": OLD,
            "found_at": OLD,
            "gone_at": gone_at,
            "what": "x",
            "why": "x",
            "todo": "x",
            "state": "gone" if gone_at else "open",
        }

    def _exchange(self, ended_at=OLD, state="done"):
        values = {"started_at": ended_at, "ended_at": ended_at, "state": state}
        return self.env["iys.exchange"]._open(self.alpha, "submit", **values)

    def _left(self, records):
        return records.exists()

    def test_what_is_old_goes_and_what_is_young_stays(self):
        self._destroy(self._make_rule("day_log"))
        for records in (self.logs, self.reports, self.alarms):
            with self.subTest(model=records._name):
                self.assertEqual(self._left(records), records[1])

    def test_the_dry_run_says_how_much_of_each(self):
        run = self._start(self._make_rule("day_log"))
        planned = {line.model: line.planned for line in run.line_ids}
        self.assertEqual(planned, {"iys.log": 1, "iys.day.report": 1, "iys.alarm": 1})
        self.assertEqual(self._left(self.logs), self.logs)

    def test_the_pdf_of_a_report_goes_with_it(self):
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "iys.day.report"),
                ("res_id", "=", self.reports[0].id),
                ("res_field", "!=", False),
            ]
        )
        self._destroy(self._make_rule("day_log"))
        self.assertTrue(files)
        self.assertFalse(files.exists())

    def test_the_seal_stays_intact(self):
        """R-32."""
        self._destroy(self._make_rule("day_log"))
        self.seal()
        check = self.check()
        self.assertEqual((check.state, self.found(check)), ("good", set()))
        self.assertEqual(check.destroyed_count, 2)

    def test_a_stranger_finds_the_seal_intact(self):
        """R-35."""
        self._destroy(self._make_rule("day_log"))
        self.seal()
        export = self.as_role("auditor", self.env["iys.seal.export"]).create(
            {"reason": "expert of the court"}
        )
        export.action_export()
        with TemporaryDirectory() as folder:
            with zipfile.ZipFile(BytesIO(b"".join(export._stream()))) as pack:
                pack.extractall(folder)
            done = subprocess.run(
                [sys.executable, "-I", str(Path(folder, "proof", "check.py"))],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_another_companys_log_stays(self):
        """L-6."""
        self.cr.execute(
            "INSERT INTO iys_log (date, kind, message, company_id, user_id)"
            " VALUES (%s, 'setup', 'Brand changed', %s, %s) RETURNING id",
            [OLD, self.other_company.id, self.env.uid],
        )
        other = self.env["iys.log"].browse(self.cr.fetchone()[0])
        self._destroy(self._make_rule("day_log"))
        self.assertTrue(other.exists())

    def test_a_longer_term_keeps_it(self):
        term = self.env.ref("izinnet_iys.iys_retention_day_log")
        term.write({"months": 240, "reason": "General limitation, TBK m.146"})
        self._destroy(self._make_rule("day_log"))
        self.assertEqual(self._left(self.logs), self.logs)

    def test_a_shorter_term_than_the_laws_is_refused(self):
        for kind in ("day_log", "exchange"):
            term = self.env.ref(f"izinnet_iys.iys_retention_{kind}")
            with self.subTest(kind=kind), self.assertRaises(UserError):
                term.months = 12

    def test_a_legal_hold_keeps_all_of_it_and_says_so(self):
        self.env["iys.hold"].create(
            {"address": self.phone, "reason": "Lawsuit 2026/123"}
        )
        run = self._start(self._make_rule("day_log"))
        self.assertIn("legal hold", run.message)
        run.with_user(self.second).action_approve()
        self._finish(run)
        self.assertEqual(self._left(self.logs), self.logs)

    def test_a_hold_set_after_the_approval_still_stops_it(self):
        run = self._start(self._make_rule("day_log"))
        run.with_user(self.second).action_approve()
        self.env["iys.hold"].create(
            {"address": self.phone, "reason": "Lawsuit 2026/123"}
        )
        self._finish(run)
        self.assertEqual(self._left(self.logs), self.logs)

    def _refused_by_database(self, statement, *params):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(RaiseException),
            self.cr.savepoint(),
        ):
            self.cr.execute(statement, params)

    def test_without_a_destruction_sql_deletes_no_old_row(self):
        for records in (self.logs, self.reports):
            self._refused_by_database(
                f"DELETE FROM {records._table} WHERE id = %s", records[0].id
            )

    def test_even_a_running_destruction_deletes_no_young_row(self):
        run = self._start(self._make_rule("day_log"))
        run.with_user(self.second).action_approve()
        run.sudo().state = "running"
        run.flush_recordset()
        self.cr.execute(
            "SELECT set_config('izinnet.destruction', %s, TRUE)", [str(run.id)]
        )
        for records in (self.logs, self.reports):
            self._refused_by_database(
                f"DELETE FROM {records._table} WHERE id = %s", records[1].id
            )

    # === CALLS === #

    def test_old_calls_go_and_young_ones_stay(self):
        old = self._exchange()
        young = self._exchange(ended_at=self._now() - timedelta(days=30))
        self._destroy(self._make_rule("exchange"))
        self.assertEqual(self._left(old | young), young)

    def test_a_call_stays_as_long_as_an_act_it_handed_in(self):
        """It proves that the act was handed in within its three days (L-12)."""
        call = self._exchange()
        act = self._record(self._make_act())
        self.cr.execute(
            "UPDATE iys_consent SET exchange_id = %s WHERE id = %s", [call.id, act.id]
        )
        self._destroy(self._make_rule("exchange"))
        self.assertTrue(call.exists())

    def test_a_call_whose_end_nobody_knows_stays(self):
        call = self._exchange(state="unknown")
        self._destroy(self._make_rule("exchange"))
        self.assertTrue(call.exists())

    def test_another_companys_calls_stay(self):
        """L-6."""
        call = self._exchange()
        call.brand_id = self.gamma
        self._destroy(self._make_rule("exchange"))
        self.assertTrue(call.exists())
