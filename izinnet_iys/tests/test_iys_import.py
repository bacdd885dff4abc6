"""Import of lists: classes of L-31, faults, contacts, rights."""

import base64
import io
from datetime import timedelta
from hashlib import sha256

from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .import_case import HEADERS, ImportCase


@tagged("-at_install", "post_install")
class TestIysImport(ImportCase):
    def test_the_columns_are_proposed_from_turkish_headers(self):
        job = self._upload([self._row()])
        self.assertEqual(
            job.column_ids.mapped("target"),
            [
                "phone",
                "email",
                "type",
                "status",
                "consent_date",
                "source",
                "person_name",
            ],
        )

    def test_the_choice_of_columns_is_remembered_for_the_same_headers(self):
        rows = [self._row(status="Ret")]
        job = self._upload(rows, headers=[*HEADERS[:-1], "Muamma"])
        job.column_ids[-1].target = "person_name"
        self._work()
        job.action_check()
        self._work()
        job.action_start()
        self._work()
        again = self._upload(rows, headers=[*HEADERS[:-1], "Muamma"])
        self.assertEqual(again.column_ids[-1].target, "person_name")

    def test_a_recent_approval_with_proof_waits_for_the_registry(self):
        """L-31: within three business days and with proof."""
        job = self._run([self._row()])
        consent = self._consents(job)
        self.assertEqual((job.state, job.count_queued), ("done", 1))
        self.assertEqual((consent.state, consent.status), ("queued", "ONAY"))
        self.assertEqual(consent.recipient, self.phone)
        self.assertEqual(consent.evidence["proof"], "signed list, folder 7")
        self.assertEqual(consent.user_id, self.users["manager"])

    def test_a_recent_approval_without_proof_is_faulty(self):
        """L-31, L-32."""
        job = self._run([self._row()], proof_note=False)
        self.assertEqual((job.count_faulty, job.count_queued), (1, 0))
        self.assertEqual(self._reasons(job), ["proof_missing"])

    def test_a_recent_approval_without_a_name_is_faulty(self):
        """L-17."""
        job = self._run([self._row(name=None)])
        self.assertEqual(self._reasons(job), ["name_missing"])

    def test_paper_without_its_scan_is_faulty(self):
        """L-18."""
        job = self._run([self._row(source="Islak imza")])
        self.assertEqual(self._reasons(job), ["scan_missing"])

    def test_paper_with_its_scan_is_taken_and_the_scan_is_part_of_the_proof(self):
        """L-18, L-32."""
        files = self.as_role("manager", self.env["ir.attachment"])
        scan = files.create({"name": "s.pdf", "raw": b"scan"})
        job = self._run(
            [self._row(source="Islak imza")],
            proof_attachment_ids=[Command.link(scan.id)],
        )
        hashes = self._consents(job).evidence["documents"]
        self.assertEqual(hashes, [sha256(b"scan").hexdigest()])
        self.assertEqual((scan.res_model, scan.res_id), ("iys.import", job.id))

    def test_an_old_approval_that_the_registry_holds_is_linked(self):
        """L-31: already in İYS."""
        self._tell_registry(self.phone)
        job = self._run([self._old()])
        consent = self._consents(job)
        self.assertEqual(job.count_in_iys, 1)
        self.assertEqual((consent.state, consent.is_effective), ("received", True))
        self.assertIn("approved at İYS", consent.evidence["found"])

    def test_an_old_approval_unknown_to_the_registry_is_not_recorded(self):
        """L-31: older and not in İYS is not usable."""
        job = self._run([self._old()])
        self.assertEqual((job.count_too_old, self._reasons(job)), (1, ["too_old"]))
        self.assertFalse(self._consents(job))

    def test_every_question_to_the_registry_is_in_the_book_of_calls(self):
        self._run([self._old()])
        exchange = self.env["iys.exchange"].search([("kind", "=", "approved")])
        self.assertEqual((exchange.state, exchange.row_count), ("done", 1))

    def test_a_refusal_is_taken_without_date_and_source_and_counts_at_once(self):
        """L-31: importing RETs is always allowed; L-14."""
        job = self._run([self._row(status="Hayır", date=None, source=None, name=None)])
        consent = self._consents(job)
        self.assertEqual((job.count_ret, consent.status), (1, "RET"))
        self.assertTrue(consent.is_effective)

    def test_an_upload_never_turns_a_refusal_into_an_approval(self):
        refused = self._record(self._make_act(status="RET"))
        job = self._run([self._row(date=self._stamp(self._now()))])
        self.assertEqual((job.count_blocked, job.count_queued), (1, 0))
        self.assertTrue(refused.is_effective)

    def test_a_refusal_further_down_blocks_the_approval_above_it(self):
        job = self._run([self._row(), self._row(status="Ret")])
        self.assertEqual((job.count_ret, job.count_blocked), (1, 1))
        self.assertEqual(self._consents(job).status, "RET")

    def test_the_same_file_again_writes_no_row(self):
        self._tell_registry("+905321110000")
        rows = [
            self._row(),
            self._row(status="Ret", phone="0532 111 44 55", date=None),
            self._old(phone="0532 111 00 00"),
        ]
        self._run(rows)
        before = self.env["iys.consent"].search_count([])
        job = self._run(rows)
        self.assertEqual(self.env["iys.consent"].search_count([]), before)
        self.assertEqual((job.count_known, job.count_faulty), (3, 0))

    def test_the_dry_run_records_nothing_and_lists_all_faults_of_all_rows(self):
        job = self._upload(
            [
                self._row(phone="123", date="dün"),
                self._row(),
                self._row(status="belki", source="rüya"),
            ]
        )
        self._work()
        job.action_check()
        self._work()
        self.assertEqual(
            (job.state, job.count_faulty, job.count_queued), ("checked", 2, 1)
        )
        self.assertEqual(
            [(f.row, f.code) for f in job.fault_ids],
            [(2, "bad_date"), (2, "bad_phone"), (4, "bad_status"), (4, "bad_source")],
        )
        self.assertFalse(self._consents(job))

    def test_one_row_can_tell_of_several_channels(self):
        headers = [
            "Ad Soyad",
            "GSM",
            "E-mail",
            "SMS izni",
            "E-posta izni",
            "Tarih",
            "Kaynak",
        ]
        date = self._stamp(self._now() - timedelta(hours=1))
        row = ["Ali", "5321112233", "ali@example.com", "E", "H", date, "HS_WEB"]
        job = self._run([row], headers=headers)
        found = self._consents(job).mapped(lambda c: (c.type, c.status))
        self.assertEqual(set(found), {("MESAJ", "ONAY"), ("EPOSTA", "RET")})

    def test_rows_left_out_come_as_a_file_with_reasons(self):
        job = self._run([self._row(phone="123"), self._row()])
        sheet = load_workbook(io.BytesIO(base64.b64decode(job.refused_file))).active
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        self.assertEqual(rows[0][:7], HEADERS)
        self.assertEqual((rows[1][0], rows[1][7]), ("123", 2))
        self.assertIn("phone", rows[1][9])
        self.assertEqual(len(rows), 2)

    def test_the_mended_file_of_rows_left_out_can_be_uploaded_again(self):
        job = self._run([self._row(phone="123")])
        content = base64.b64decode(job.refused_file)
        book = load_workbook(io.BytesIO(content))
        book.active["A2"] = "0532 111 22 33"
        buffer = io.BytesIO()
        book.save(buffer)
        again = self._run([], file=base64.b64encode(buffer.getvalue()))
        self.assertEqual((again.count_queued, again.count_faulty), (1, 0))

    def test_missing_contacts_are_made_on_request_one_a_person(self):
        rows = [
            self._row(email="ali@example.com", type="SMS, E-posta", name="Ali Yeni")
        ]
        job = self._run(rows, partner_mode="create")
        partner = self.env["res.partner"].search([("name", "=", "Ali Yeni")])
        self.assertEqual((len(partner), job.count_partners), (1, 1))
        self.assertEqual(self._consents(job).partner_id, partner)

    def test_known_contacts_are_linked_not_doubled(self):
        partner = self._make_partner()
        job = self._run([self._row()], partner_mode="create")
        self.assertEqual(self._consents(job).partner_id, partner)
        self.assertFalse(job.count_partners)

    def test_a_cancelled_import_is_not_worked_on(self):
        job = self._upload([self._row()])
        self._work()
        job.action_check()
        job.action_cancel()
        self._work()
        self.assertEqual((job.state, job.count_queued), ("cancelled", 0))

    def test_a_row_of_another_brand_of_the_company_goes_there(self):
        job = self._run(
            [[*self._row(), "Beta"], [*self._row(), "Gama"]],
            headers=[*HEADERS, "Marka"],
        )
        self.assertEqual(self._consents(job).brand_id, self.beta)
        self.assertEqual(self._reasons(job), ["unknown_brand"])

    def test_a_file_that_is_no_table_is_refused_with_a_cure(self):
        with self.assertRaisesRegex(UserError, "xlsx"):
            self._upload([], file=base64.b64encode(b"%PDF-1.7 nothing"))

    def test_the_check_asks_for_the_column_of_addresses(self):
        job = self._upload([self._row()])
        job.column_ids.write({"target": False})
        with self.assertRaisesRegex(UserError, "phone"):
            job.action_check()

    def test_an_import_with_consents_cannot_be_deleted(self):
        job = self._run([self._row()])
        with self.assertRaises(UserError):
            job.unlink()

    def test_an_author_cannot_import(self):
        with self.assertRaises(AccessError):
            self._upload([self._row()], role="author")

    def test_a_manager_cannot_import_for_another_company(self):
        with self.assertRaises(UserError):
            self._upload([self._row()], brand_id=self.gamma.id)

    def test_the_import_is_in_the_day_log_with_its_figures(self):
        job = self._run([self._row()])
        row = self.env["iys.log"].search([("kind", "=", "import")], limit=1)
        self.assertEqual((row.res_id, row.data["queued"]), (job.id, 1))

    def test_an_unreachable_registry_makes_the_import_wait_and_say_so(self):
        self.account.write({"route": "direct", "environment": "sandbox"})
        job = self._upload([self._old()])
        self._work()
        job.action_check()
        self._work()
        job.action_start()
        self._work()
        self.assertEqual(job.state, "running")
        self.assertIn("not been confirmed", job.message)
