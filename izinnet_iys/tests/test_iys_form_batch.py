"""Many links and codes at once: made by a job, one bad line stops nobody (G17)."""

import csv
import io
import zipfile

from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..report.qr_art import rows_of, svg_of
from .form_case import FormCase


class BatchCase(FormCase):
    def _batch(self, names="Kadıköy\nÇankaya\n\nKonak", **over):
        values = {"form_id": self.form.id, "kind": "place", "names": names, **over}
        return self.as_role("manager", self.env["iys.form.batch"]).create(values)

    def _work(self):
        """Let the scheduled action work, as often as it wants to."""
        with self.enter_registry_test_mode():
            self.env.ref("izinnet_iys.ir_cron_form_batch").method_direct_trigger()
        self.env.invalidate_all()

    def _run(self, names="Kadıköy\nÇankaya\n\nKonak", **over):
        batch = self._batch(names, **over)
        batch.action_start()
        self._work()
        return batch

    def _step(self, batch, made=(), drawn=()):
        """Do the next lots by hand, so many links in each."""
        for size in made:
            batch.sudo()._make_lot(size)
        for size in drawn:
            batch.sudo()._draw_lot(size)

    def _zip(self, batch):
        return zipfile.ZipFile(io.BytesIO(b"".join(batch._stream())))

    def _index(self, batch):
        text = self._zip(batch).read("index.csv").decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))


@tagged("post_install", "-at_install")
class TestIysFormBatch(BatchCase):
    def test_each_name_gets_a_link_of_the_form(self):
        batch = self._run()
        self.assertEqual(batch.state, "done")
        self.assertEqual(
            batch.point_ids.mapped("name"), ["Kadıköy", "Çankaya", "Konak"]
        )
        self.assertEqual(batch.point_ids.form_id, self.form)
        self.assertEqual(len(set(batch.point_ids.mapped("token"))), 3)

    def test_each_salesperson_gets_a_link_under_the_own_name(self):
        users = self.users["collector"] | self.users["manager"]
        batch = self._run("", kind="person", user_ids=[Command.set(users.ids)])
        self.assertEqual(batch.point_ids.user_id, users)
        self.assertEqual(set(batch.point_ids.mapped("kind")), {"person"})

    def test_a_line_that_cannot_be_taken_stops_no_other(self):
        """The middle one of three is far too long."""
        batch = self._run("Ada\n" + "x" * 500 + "\nCan")
        self.assertEqual(batch.point_ids.mapped("name"), ["Ada", "Can"])
        self.assertEqual((batch.state, batch.fault_count), ("done", 1))
        self.assertIn("longer", batch.fault_text)

    def test_a_code_that_cannot_be_drawn_stops_no_other(self):
        """The address of the middle one is longer than any code."""
        batch = self._batch()
        batch.action_start()
        batch.sudo()._make_lot()
        batch.point_ids.sudo()[1].token = "x" * 3000
        self._work()
        errors = [bool(line["error"]) for line in self._index(batch)]
        self.assertEqual(errors, [False, True, False])
        self.assertEqual((batch.state, batch.fault_count), ("done", 1))

    def test_the_zip_holds_what_was_chosen_and_an_index(self):
        batch = self._run(with_a4=True, with_card=True)
        names = self._zip(batch).namelist()
        kinds = sorted(name.partition("/")[0] for name in names)
        self.assertEqual(kinds, ["a4", "card", "index.csv", *["png"] * 3, *["svg"] * 3])
        self.assertFalse([name for name in names if ".." in name or "//" in name])

    def test_the_zip_is_whole_though_it_was_packed_in_parts(self):
        batch = self._batch("A B\nC D\nE F\nG H\nI J", with_a6=True)
        batch.action_start()
        self._step(batch, made=(5, 1), drawn=(2, 2, 2, 1))
        pack = self._zip(batch)
        self.assertEqual(len(batch.part_ids), 3)
        self.assertIsNone(pack.testzip())
        for line, point in zip(self._index(batch), batch.point_ids, strict=True):
            self.assertEqual(line["url"], point.url)
            drawn = pack.read(f"svg/{line['file']}.svg").decode()
            self.assertEqual(drawn, svg_of(rows_of(point.url)))
            pages = PdfReader(io.BytesIO(pack.read(f"a6/{line['poster']}.pdf"))).pages
            shown = " ".join(pages[int(line["page"]) - 1].extract_text().split())
            self.assertIn(point.name, shown)

    def test_a_name_that_is_a_formula_is_none_in_the_index(self):
        """R-52."""
        self.assertEqual(self._index(self._run("=1+1"))[0]["name"], "'=1+1")

    def test_hidden_characters_of_a_pasted_list_are_no_names(self):
        batch = self._run("\u200b\n  Ada\u00a0 Su\u202e \r\n\t\n")
        self.assertEqual(batch.point_ids.mapped("name"), ["Ada Su"])

    def test_after_a_crash_the_job_goes_on_behind_the_last_lot(self):
        """R-1: position, links and parts of a lot are one transaction."""
        batch = self._batch("A\nB\nC\nD\nE")
        batch.action_start()
        self._step(batch, made=(2,))
        self.assertEqual((batch.position, len(batch.point_ids)), (2, 2))
        self._step(batch, made=(9, 1), drawn=(2,))
        self.assertEqual((batch.drawn_count, len(batch.part_ids)), (2, 1))
        self._work()
        self.assertEqual(batch.point_ids.mapped("name"), ["A", "B", "C", "D", "E"])
        self.assertEqual((batch.drawn_count, len(batch.part_ids)), (5, 2))

    def test_progress_grows_from_lot_to_lot(self):
        batch = self._batch()
        batch.action_start()
        seen = [batch.progress]
        for step in [{"made": (1,)}] * 4 + [{"drawn": (1,)}] * 4:
            self._step(batch, **step)
            seen.append(round(batch.progress))
        self.assertEqual(seen, [0, 3, 7, 10, 10, 40, 70, 100, 100])

    @mute_logger("odoo.addons.izinnet_iys.models.form.iys_form_batch_run")
    def test_after_three_failures_a_list_waits_for_a_person_and_goes_on(self):
        """Another list is not held up by it."""
        form = self._make_form(self.beta, confirms_address=False)
        broken, good = self._batch(form_id=form.id), self._batch()
        for batch in (broken, good):
            batch.action_start()
        self._spoil(form, "[1]")
        for _try in range(3):
            self._work()
        self.assertEqual((broken.state, good.state), ("failed", "done"))
        self._spoil(form, "{}")
        broken.action_go_on()
        self._work()
        self.assertEqual((broken.state, broken.drawn_count), ("done", 3))

    def _spoil(self, form, content):
        """Put something else where the words of the poster are."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE iys_form_version SET content = %s WHERE form_id = %s",
            [content, form.id],
        )
        self.env.invalidate_all()

    def test_a_cancelled_list_keeps_its_links_and_draws_nothing(self):
        batch = self._batch()
        batch.action_start()
        batch.sudo()._make_lot()
        batch.action_cancel()
        self._work()
        self.assertEqual((len(batch.point_ids), batch.drawn_count), (3, 0))

    def test_nothing_to_make_is_told(self):
        for over in ({"names": " \n "}, {"form_id": False}):
            with self.assertRaises(UserError):
                self._batch(**{"names": "Ada", **over}).action_start()

    def test_links_of_two_companies_are_not_packed_together(self):
        """R-58."""
        points = self.point | self.foreign_form.point_ids
        with self.assertRaisesRegex(UserError, "one company"):
            points.sudo().action_codes()

    def test_a_form_of_another_company_is_refused(self):
        """R-58."""
        with self.assertRaises(UserError):
            self._batch(form_id=self.foreign_form.id)


@tagged("post_install", "-at_install")
class TestIysFormBatchDownload(BatchCase, HttpCase):
    def test_a_collector_has_links_packed_and_downloads_the_zip(self):
        action = self.as_role("collector", self.point).action_codes()
        batch = self.env["iys.form.batch"].browse(action["res_id"])
        self._work()
        self.authenticate("iys_collector", "iys_collector")
        answer = self.url_open(batch.action_download()["url"])
        names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        self.assertIn("index.csv", names)

    def test_another_company_s_zip_is_not_there(self):
        """R-58."""
        points = self.foreign_form.point_ids.sudo()
        batch = self.env["iys.form.batch"].browse(points.action_codes()["res_id"])
        self._work()
        self.authenticate("iys_collector", "iys_collector")
        answer = self.url_open(f"/iys/codes/batch/{batch.id}")
        self.assertEqual(answer.status_code, 404)
