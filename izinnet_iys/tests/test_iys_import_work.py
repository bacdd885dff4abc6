"""Import of lists: going on after a crash, and the page for large files."""

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..spreadsheets.order import pack
from .import_case import ImportCase


@tagged("-at_install", "post_install")
class TestIysImportResume(ImportCase):
    def _phones(self, count):
        return [self._row(phone=f"05321{i:06}") for i in range(count)]

    def _split(self, job, size):
        """Store the rows of a job anew as parts of ``size`` rows."""
        parts = self.env["iys.import.part"]
        _sequence, rows = parts._take(job, 0)
        parts._drop(job)
        for start in range(0, len(rows), size):
            parts._append(job, FakePart(rows[start : start + size]))

    def test_the_work_goes_on_behind_the_last_part_after_a_crash(self):
        """R-1: the position and the records of a part are one transaction."""
        job = self._upload(self._phones(6))
        self._work()
        job.action_check()
        self._work()
        self._split(job, 2)
        job.action_start()
        job_sudo = job.sudo()
        while job_sudo.run_pass == "RET":
            job_sudo._run_part()
        self.assertEqual(
            (job.run_pass, job.part_done, job.count_queued), ("ONAY", 0, 0)
        )
        job_sudo._run_part()
        self.assertEqual((job.part_done > 0, job.count_queued > 0), (True, True))
        self._work()
        self.assertEqual((job.state, job.count_queued), ("done", 6))

    def test_a_part_that_is_done_twice_counts_its_rows_as_known(self):
        rows = self._phones(4)
        job = self._run(rows)
        before = self.env["iys.consent"].search_count([])
        again = self._run(rows)
        self.assertEqual(self.env["iys.consent"].search_count([]), before)
        self.assertEqual((job.count_queued, again.count_known), (4, 4))

    @mute_logger("odoo.addons.izinnet_iys.models.operations.iys_import_run")
    def test_after_three_crashes_the_import_waits_for_a_person(self):
        job = self._upload(self._phones(2))
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = %s"
            " WHERE res_model = 'iys.import' AND res_id = %s",
            [b"PK broken", job.id],
        )
        self.env.invalidate_all()
        self._work()
        self.assertEqual((job.state, job.resume_state), ("failed", "reading"))
        self.assertIn("damaged", job.message)


class FakePart:
    """Rows packed as the reading process packs them."""

    def __init__(self, rows):
        self.rows, self.packed = len(rows), pack(rows)


@tagged("-at_install", "post_install")
class TestIysImportUpload(ImportCase, HttpCase):
    def _post(self, login, content, **over):
        self.authenticate(login, login)
        page = self.url_open("/iys/import")
        token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
        data = {"brand_id": str(self.alpha.id), "csrf_token": token, **over}
        files = {"file": ("liste.xlsx", content)}
        return self.url_open(
            "/iys/import/upload", data=data, files=files, allow_redirects=False
        )

    def test_a_large_list_can_be_uploaded_by_a_plain_form(self):
        answer = self._post("iys_manager", self._content([self._row()]))
        self.assertEqual(answer.status_code, 303)
        job = self.env["iys.import"].search([], limit=1)
        self.assertEqual(
            (job.file_name, job.user_id), ("liste.xlsx", self.users["manager"])
        )

    def test_a_broken_file_comes_back_to_the_form_with_a_cure(self):
        answer = self._post("iys_manager", b"PK\x03\x04 no zip at all")
        self.assertIn("damaged", answer.text)
        self.assertFalse(self.env["iys.import"].search([]))

    @mute_logger("odoo.http")
    def test_an_upload_without_the_token_is_refused(self):
        answer = self._post("iys_manager", b"x", csrf_token="")
        self.assertEqual(answer.status_code, 400)

    def test_an_author_does_not_see_the_upload_page(self):
        self.authenticate("iys_author", "iys_author")
        self.assertEqual(self.url_open("/iys/import").status_code, 404)
