"""The proof as files: checkable without Odoo, readable in Turkish (L-34, R-35)."""

import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from pypdf import PdfReader

from odoo.tests import HttpCase, tagged

from .proof_case import MAIL, ProofCase


@tagged("-at_install", "post_install")
class TestIysProofPack(ProofCase):
    def _pack(self, **over):
        proof = self._ask(**over)
        return zipfile.ZipFile(io.BytesIO(b"".join(proof._stream("zip"))))

    def _json(self, pack, name="proof.json"):
        return json.loads(pack.read(f"proof/{name}"))

    def _verdict_of_checker(self, pack):
        """Unpack and run the checker of the pack, outside Odoo."""
        with tempfile.TemporaryDirectory() as folder:
            pack.extractall(folder)
            return subprocess.run(
                [sys.executable, "-I", str(Path(folder) / "proof" / "check.py")],
                capture_output=True,
                text=True,
                check=False,
            )

    def test_every_file_has_the_hash_the_list_names(self):
        """What `sha256sum -c hashes.txt` does."""
        pack = self._pack()
        for line in pack.read("proof/hashes.txt").decode().splitlines():
            digest, name = line.split("  ", 1)
            content = pack.read(f"proof/{name}")
            self.assertEqual(hashlib.sha256(content).hexdigest(), digest, name)

    def test_the_packs_own_checker_finds_nothing_wrong(self):
        """R-35: own acts, acts from İYS, and one registered later."""
        own = self._record(self._make_act(recipient=MAIL, type="EPOSTA", status="RET"))
        own._set_state("in_flight", own.ids)
        own._set_state("sent", own.ids)
        own._set_state("registered", own.ids, transaction_id="t1")
        pack = self._pack(subject="list", addresses=f"{self.phone}\n{MAIL}")
        self.assertEqual(self._verdict_of_checker(pack).stdout.count("consent"), 1)
        self.assertEqual(self._verdict_of_checker(pack).returncode, 0)

    def test_a_masked_act_still_verifies(self):
        """R-36, with the masked one between two others."""
        self.cr.execute(
            "UPDATE iys_consent SET recipient = NULL, person_name = NULL,"
            " evidence = NULL WHERE id = %s",
            [self.approval.id],
        )
        self.env.invalidate_all()
        pack = self._pack(subject="list", addresses=f"{self.phone}\n{MAIL}")
        masked = [r["header"]["is_masked"] for r in self._json(pack)["records"]]
        self.assertEqual(sorted(masked), [False, False, True])
        self.assertEqual(self._verdict_of_checker(pack).returncode, 0)

    def test_an_act_changed_in_the_database_is_found(self):
        """R-32: by somebody who can switch the guard off."""
        self.cr.execute("ALTER TABLE iys_consent DISABLE TRIGGER USER")
        self.cr.execute(
            "UPDATE iys_consent SET status = 'ONAY' WHERE id = %s", [self.refusal.id]
        )
        self.cr.execute("ALTER TABLE iys_consent ENABLE TRIGGER USER")
        self.env.invalidate_all()
        verdict = self._verdict_of_checker(self._pack())
        self.assertIn(self.refusal.uid, verdict.stdout)

    def test_records_have_the_sections_of_the_standard(self):
        """ISO/IEC TS 27560."""
        for record in self._json(self._pack())["records"]:
            self.assertEqual(
                set(record),
                {"header", "processing", "party", "event", "receipt", "integrity"},
            )

    def test_the_words_of_a_message_are_in_the_pack_as_they_were(self):
        message = self._log_message()
        pack = self._pack(query=MAIL)
        (row,) = self._json(pack)["messages"]
        words = pack.read(f"proof/{row['file']}")
        self.assertEqual(words.decode(), message._read_body())
        self.assertEqual(hashlib.sha256(words).hexdigest(), row["sha256"])

    def test_the_text_shown_can_be_checked_against_its_fingerprint(self):
        """L-32."""
        notice = self.env["iys.notice"].create(
            {
                "name": "Onay",
                "brand_id": self.alpha.id,
                "kind": "commercial_approval",
                "type": "EPOSTA",
                "body": "<p>Şartlar: ₺</p>",
            }
        )
        notice.action_publish()
        self._record(self._make_act(type="EPOSTA", recipient=MAIL, notice_id=notice.id))
        pack = self._pack(query=MAIL)
        spelt = pack.read(f"proof/texts/{notice.id}.json")
        self.assertEqual(hashlib.sha256(spelt).hexdigest(), notice.sha256)
        shown = pack.read(f"proof/texts/{notice.id}.html").decode()
        self.assertEqual(shown, str(notice.body))

    def test_a_file_with_a_hostile_name_gets_a_name_of_ours(self):
        """R-60."""
        scan = self.env["ir.attachment"].create(
            {"name": "../../etc/passwd", "raw": b"imza", "mimetype": "image/png"}
        )
        self._record(
            self._make_act(
                recipient=MAIL,
                type="EPOSTA",
                source="HS_ISLAK_IMZA",
                attachment_ids=(scan.id,),
            )
        )
        pack = self._pack(query=MAIL)
        files = [name for name in pack.namelist() if name.startswith("proof/files/")]
        digest = hashlib.sha256(b"imza").hexdigest()
        self.assertEqual(files, [f"proof/files/{digest}.png"])
        self.assertFalse([name for name in pack.namelist() if ".." in name])

    def test_what_was_kept_back_is_in_the_pack(self):
        self._keep_back()
        (row,) = self._json(self._pack(query=MAIL))["kept_back"]
        self.assertEqual((row["rule"], row["recipient"]), ("refused", MAIL))

    def test_another_companys_acts_are_not_in_the_pack(self):
        """L-6."""
        foreign = self._record(self._make_received(brand_id=self.gamma.id))
        told = json.dumps(self._json(self._pack()))
        self.assertNotIn(foreign.uid, told)

    def test_more_addresses_than_a_lot_are_all_there(self):
        phones = [f"+90532333{n:04}" for n in range(1100)]
        self._record(*[self._make_act(recipient=p, status="RET") for p in phones])
        pack = self._pack(subject="list", addresses="\n".join(phones))
        records = self._json(pack)["records"]
        self.assertEqual(len({r["header"]["recipient"] for r in records}), 1100)

    def test_the_pdf_is_readable_in_turkish(self):
        self._log_message()
        content = b"".join(self._ask(query=MAIL)._stream("pdf"))
        pages = PdfReader(io.BytesIO(content)).pages
        text = "".join(page.extract_text() for page in pages)
        self.assertIn("Güz fırsatları", text)

    def test_the_pdf_of_many_acts_says_where_it_ends(self):
        phones = [f"+90532333{n:04}" for n in range(310)]
        self._record(*[self._make_act(recipient=p, status="RET") for p in phones])
        proof = self._ask(subject="list", addresses="\n".join(phones))
        pages = PdfReader(io.BytesIO(b"".join(proof._stream("pdf")))).pages
        text = " ".join("".join(p.extract_text() for p in pages).split())
        self.assertIn("first 300 rows", text)


@tagged("-at_install", "post_install")
class TestIysProofDownload(ProofCase, HttpCase):
    def _get(self, login, path):
        self.authenticate(login, login)
        return self.url_open(path)

    def test_who_asked_gets_the_pack(self):
        action = self._ask("auditor").action_pack()
        answer = self._get("iys_auditor", action["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(zipfile.is_zipfile(io.BytesIO(answer.content)))
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_a_pack_without_logged_reason_is_not_given_out(self):
        proof = self._ask()
        self.assertEqual(
            self._get("iys_manager", f"/iys/proof/{proof.id}/zip").status_code, 404
        )

    def test_the_leave_to_download_cannot_be_written_by_hand(self):
        proof = self._ask()
        proof.write({"taken_at": self._now()})
        self.assertFalse(proof.taken_at)

    def test_another_user_does_not_get_the_pack(self):
        action = self._ask("manager").action_pack()
        self.assertEqual(self._get("iys_auditor", action["url"]).status_code, 404)

    def test_a_collector_does_not_get_the_pack(self):
        action = self._ask("manager").action_pack()
        self.assertEqual(self._get("iys_collector", action["url"]).status_code, 404)

    def test_an_unknown_form_is_not_found(self):
        proof = self._ask()
        proof.action_pack()
        path = f"/iys/proof/{proof.id}/exe"
        self.assertEqual(self._get("iys_manager", path).status_code, 404)

    def test_a_report_comes_as_a_workbook(self):
        report = self.env.ref("izinnet_iys.iys_report_refusals")
        screen = self.as_role("manager", self.env["iys.report.screen"]).create(
            {"report_id": report.id, "reason": "yearly inspection"}
        )
        answer = self._get("iys_manager", screen.action_xlsx()["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(zipfile.is_zipfile(io.BytesIO(answer.content)))
