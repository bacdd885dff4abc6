"""The exported seal is checked by strangers, without Odoo and without us (R-35)."""

import io
import json
import os
import subprocess
import tempfile
import venv
import zipfile
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged

from .seal_case import SealCase


@tagged("-at_install", "post_install")
class TestIysSealExport(SealCase):
    def _export(self, **over):
        values = {"reason": "expert of the court", **over}
        exports = self.as_role("auditor", self.env["iys.seal.export"])
        export = exports.create(values)
        export.action_export()
        return export

    def _unpacked(self, **over):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        content = io.BytesIO(b"".join(self._export(**over)._stream()))
        with zipfile.ZipFile(content) as pack:
            pack.extractall(folder.name)
        return Path(folder.name) / "proof"

    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: make an environment with nothing installed."""
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        venv.create(folder.name, symlinks=True)
        cls.python = str(Path(folder.name) / "bin" / "python")

    def _check(self, folder, *options):
        return subprocess.run(
            [self.python, "-I", str(folder / "check.py"), *options],
            capture_output=True, text=True, check=False,
            env={"PATH": os.environ["PATH"]},
        )  # fmt: skip

    def _lines(self, folder):
        return [
            json.loads(line)
            for line in (folder / "seals.jsonl").read_text().splitlines()
        ]

    def _write(self, folder, lines):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / "seals.jsonl").write_text(text)

    def test_the_checker_finds_an_export_intact(self):
        """R-35."""
        self.three_acts()
        self._make_notice()
        self.seal()
        self.anchor()
        done = self._check(self._unpacked(with_personal=True))
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def test_without_leave_no_personal_data_goes_out(self):
        """L-61."""
        self.three_acts()
        text = (self._unpacked() / "seals.jsonl").read_text()
        self.assertNotIn(self.phones(1)[0], text)

    def test_the_checker_names_a_changed_row(self):
        act = self.three_acts()[1]
        folder = self._unpacked()
        lines = self._lines(folder)
        for line in lines:
            if (line["model"], line["id"]) == ("iys.consent", act.id):
                line["row"]["status"] = "RET"
        self._write(folder, lines)
        done = self._check(folder)
        self.assertIn(f"row changed: seal {self.seal_of(act).seq}:", done.stdout)
        self.assertEqual(done.returncode, 1)

    def test_the_checker_names_a_changed_address(self):
        act = self.three_acts()[1]
        folder = self._unpacked(with_personal=True)
        lines = self._lines(folder)
        for line in lines:
            if (line["model"], line["id"]) == ("iys.consent", act.id):
                line["personal"]["recipient"] = "+905320000000"
        self._write(folder, lines)
        done = self._check(folder)
        self.assertIn(
            f"personal part changed: seal {self.seal_of(act).seq}:", done.stdout
        )

    def test_the_checker_misses_a_row_that_was_deleted(self):
        act = self.three_acts()[1]
        self.attack("DELETE FROM iys_consent WHERE id = %s", act.id)
        done = self._check(self._unpacked())
        self.assertIn(f"row missing: seal {self.seal_of(act).seq}:", done.stdout)

    def test_a_destroyed_row_with_its_note_is_no_fault_outside_either(self):
        act = self.three_acts()[1]
        self.env["iys.seal.gone"]._note("iys.consent", act.ids, "term ended")
        self.attack("DELETE FROM iys_consent WHERE id = %s", act.id)
        self.seal()
        self.assertEqual(self._check(self._unpacked()).returncode, 0)

    def test_the_checker_misses_the_end_by_the_anchor(self):
        self.three_acts()
        self.anchor()
        folder = self._unpacked()
        self._write(folder, self._lines(folder)[:-2])
        self.assertIn("end missing", self._check(folder).stdout)

    def test_the_checker_compares_a_head_from_a_mail(self):
        self.three_acts()
        head = f"{self.seals()[-1].seq}:{'0' * 64}"
        done = self._check(self._unpacked(), "--head", head)
        self.assertIn("not the chain of the head kept outside", done.stdout)

    def test_a_masked_person_is_checked_by_the_commitment(self):
        """R-36."""
        acts = self.three_acts()
        self.cr.execute(
            "UPDATE iys_consent SET recipient = NULL, person_name = NULL, evidence = NULL"
            " WHERE id = ANY(%s)",
            [acts.ids],
        )
        self.env["iys.seal"]._forget("iys.consent", acts.ids)
        done = self._check(self._unpacked(with_personal=True))
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_without_a_reason_nothing_goes_out(self):
        with self.assertRaises(UserError):
            self._export(reason=" ")

    def test_the_export_and_its_reason_are_in_the_day_log(self):
        self._export()
        row = self.env["iys.log"].search([("kind", "=", "export")], limit=1)
        self.assertEqual(row.message, "Seal exported: expert of the court")

    def test_nobody_opens_the_download_without_the_button(self):
        exports = self.as_role("auditor", self.env["iys.seal.export"])
        with self.assertRaises(UserError):
            exports.create({"reason": "expert"}).write({"taken_at": self._now()})

    def test_openssl_checks_the_stamps_with_the_authoritys_certificate(self):
        authority = self.use_authority()
        self.three_acts()
        self.anchor()
        folder = self._unpacked()
        good = self._check(folder, "--ca", str(authority.ca))
        self.assertEqual(good.returncode, 0, good.stdout)
        self.assertIn("not checked", self._check(folder).stdout)
        self.assertIn(
            "time-stamp of",
            self._check(folder, "--ca", str(folder / "seal.json")).stdout,
        )
