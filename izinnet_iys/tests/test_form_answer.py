"""Answers taken in by one row and recorded by a job: none lost, none twice (R-61)."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.form.form_taken import Answer
from ..models.form.iys_confirmation import MOST_ASKED
from ..models.form.iys_form_answer import MOST_TRIES
from .form_case import EMAIL, FormCase

LOGGER = "odoo.addons.izinnet_iys.models.form.iys_form_answer"


@tagged("-at_install", "post_install")
class TestFormAnswer(FormCase):
    def _accept(self, *types, form=None, point=None, partner=None, **over):
        form = form or self.form
        values = {"name": "Ada Akçam", "email": EMAIL, "phone": "0532 111 22 33"}
        boxes = {str(self._box(form, type_)): True for type_ in types}
        answer = Answer(**{**values, "boxes": boxes, **over})
        forms = self.env["iys.form"].sudo()
        point = point or form.point_ids[:1]
        return forms._accept(form.version_id, point, answer, partner)

    def _waiting(self):
        return self.env["iys.form.answer"].search([])

    def _work(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("izinnet_iys.ir_cron_form_answer").method_direct_trigger()
        self.env.invalidate_all()

    def _broken(self, **over):
        """A row nothing can be made of: its texts are no answer to this version."""
        self._accept("EPOSTA", **over)
        row = self._waiting()[-1]
        row.answer = {**row.answer, "boxes": {}, "name": ""}
        return row

    def test_an_answer_waits_for_the_job(self):
        self.assertEqual(self._accept("EPOSTA").outcome, "taken")
        self.assertEqual((len(self._waiting()), len(self._acts())), (1, 0))

    def test_the_job_records_what_was_ticked(self):
        """L-24."""
        self._accept("EPOSTA", "ARAMA")
        self._work()
        self.assertEqual(sorted(self._acts().mapped("type")), ["ARAMA", "EPOSTA"])
        self.assertFalse(self._waiting())

    def test_the_consent_dates_from_the_press_of_the_button(self):
        """L-27: not from the moment the job came round."""
        self._accept("EPOSTA")
        pressed = self._now() - timedelta(minutes=7)
        self._waiting().at = pressed
        self._work()
        self.assertEqual(self._acts().consent_date, pressed)

    def test_a_faulty_answer_is_told_and_not_kept(self):
        taken = self._accept("EPOSTA", email="ada@")
        self.assertEqual((taken.outcome, [*taken.faults]), ("faulty", ["email"]))
        self.assertFalse(self._waiting())

    def test_an_answer_without_a_box_is_not_kept(self):
        """L-22."""
        self.assertEqual(self._accept().outcome, "nothing")
        self.assertFalse(self._waiting())

    def test_a_closed_form_keeps_nothing(self):
        self.form.write({"state": "ended", "closed_at": "2020-01-01"})
        self.assertEqual(self._accept("EPOSTA").outcome, "closed")
        self.assertFalse(self._waiting())

    def test_an_answer_given_in_time_is_recorded_though_the_form_has_ended(self):
        self._accept("EPOSTA")
        self.form.write({"state": "ended", "closed_at": "2020-01-01"})
        self._work()
        self.assertEqual(len(self._acts()), 1)

    def test_a_double_click_is_one_act(self):
        for _click in range(2):
            self._accept("EPOSTA")
        self._work()
        self.assertEqual(len(self._acts()), 1)

    def test_what_is_to_be_confirmed_is_asked_by_the_job(self):
        """L-27."""
        form = self._make_form(channels=("EPOSTA",), confirms_address=True)
        taken = self._accept("EPOSTA", form=form)
        self.assertEqual(taken.confirm, ("EPOSTA",))
        asked = self.env["iys.confirmation"].search([])
        self._work()
        self.assertEqual(len(self.env["iys.confirmation"].search([]) - asked), 1)

    @mute_logger(LOGGER)
    def test_one_that_cannot_be_recorded_stops_no_other(self):
        """The middle one of three."""
        self._accept("EPOSTA", email="bir@example.com")
        broken = self._broken(email="iki@example.com")
        self._accept("EPOSTA", email="uc@example.com")
        self._work()
        self.assertEqual(
            self._acts().mapped("recipient"), ["uc@example.com", "bir@example.com"]
        )
        self.assertEqual(self._waiting(), broken)
        self.assertTrue(broken.error)

    @mute_logger(LOGGER)
    def test_one_company_s_failure_stops_no_other_company(self):
        self._broken()
        self._accept("MESAJ", form=self.foreign_form)
        self._work()
        self.assertEqual(self._acts(self.gamma).mapped("type"), ["MESAJ"])

    @mute_logger(LOGGER)
    def test_what_fails_again_and_again_waits_for_a_person(self):
        broken = self._broken()
        broken.tries = MOST_TRIES
        self._work()
        self.assertEqual(broken.tries, MOST_TRIES)

    @mute_logger(LOGGER)
    def test_a_manager_lets_it_be_tried_again(self):
        broken = self._broken()
        broken.tries = MOST_TRIES
        self.as_role("manager", broken).action_try_again()
        self._work()
        self.assertEqual(broken.tries, 1)

    def test_the_log_of_a_failure_names_nobody(self):
        """No personal data in logs."""
        self._broken(email="gizli@example.com")
        with self.assertLogs(LOGGER, "ERROR") as caught:
            self._work()
        self.assertNotIn("gizli", "".join(caught.output))

    def test_no_odd_text_keeps_an_answer_out(self):
        """R-48, R-53: what PostgreSQL cannot store as JSON is left out of it."""
        odd = "\x00\ud800"
        answer = self._accept("EPOSTA", name=f"Ada{odd} Akçam", extra={odd: odd})
        self._work()
        self.assertEqual(answer.outcome, "taken")
        self.assertEqual(self._acts().person_name, "Ada Akçam")

    def test_the_contact_an_answer_belongs_to_goes_along(self):
        """Found at sign-up, while the address may be many contacts'."""
        partner = self.env["res.partner"].create({"name": "Ada Akçam"})
        self._accept("EPOSTA", partner=partner)
        self._work()
        self.assertEqual(self._acts().partner_id, partner)

    def test_a_contact_that_is_gone_by_then_keeps_no_answer_out(self):
        partner = self.env["res.partner"].create({"name": "Ada Akçam"})
        self._accept("EPOSTA", partner=partner)
        self.env.flush_all()
        partner.unlink()
        self._work()
        self.assertEqual(self._acts().mapped("partner_id.id"), [])

    def test_one_address_is_not_filled_by_a_form_that_records_at_once(self):
        """T-10, T-11: every minute of a day; so many acts, and one mail."""
        receipts = self.env["iys.receipt"].search([])
        start = self._now().replace(hour=9, minute=0)  # noon in Türkiye: one day
        for minute in range(20):
            with freeze_time(start + timedelta(minutes=2 * minute)):
                self._accept("EPOSTA")
                self._work()
        receipts = self.env["iys.receipt"].search([]) - receipts
        self.assertEqual((len(self._acts()), len(receipts)), (MOST_ASKED, 1))

    def test_nobody_reads_what_was_typed(self):
        self._accept("EPOSTA")
        row = self.as_role("manager", self._waiting())
        self.assertNotIn("answer", row.read()[0])

    def test_the_visit_s_answer_is_recorded_at_once(self):
        """Somebody waits before the screen."""
        visit = self._make_point(self.form, kind="visit")
        self._accept("EPOSTA", point=visit)
        self.assertEqual(len(self._acts()), 1)

    def test_taking_an_answer_in_costs_few_queries(self):
        """R-62: at most 25 for a whole post; this is our part of it."""
        self._accept("EPOSTA", email="once@example.com")  # warm
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._accept("EPOSTA")
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 12)
