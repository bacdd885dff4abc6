"""A visit: the person answers on the own phone, the collector's screen sees it."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.form.iys_form_visit import DOUBLE_CLICK, LIFE
from .form_case import EMAIL, FormCase


@tagged("-at_install", "post_install")
class TestIysVisit(FormCase):
    def setUp(self):
        """Override of `odoo.tests`: a contact and the screen of the collector."""
        super().setUp()
        self.partner = self._make_partner(email=EMAIL)
        self.visit = self._open()

    def _open(self, **over):
        values = {"partner_id": self.partner.id, **over}
        return self.as_role("collector", self.env["iys.visit"]).create(values)

    def _shown(self):
        self.visit.action_show()
        return self.visit.point_id.sudo()

    def _answer_visit(self, *types, **over):
        return self._take(self._answer(*types, **over), point=self._shown())

    def _state(self):
        self.visit.invalidate_recordset()
        return self.visit.state

    def test_the_only_form_is_laid_ready_another_company_s_is_not(self):
        self.assertEqual(self.visit.form_id, self.form)

    def test_with_several_forms_the_collector_chooses(self):
        self._make_form(self.beta)
        self.assertFalse(self._open().form_id)

    def test_a_paper_form_is_not_offered(self):
        """L-4: its source would be wrong for an answer on the phone."""
        self.form.place = "paper"
        with self.assertRaises(UserError):
            self.visit.action_show()

    def test_a_draft_cannot_be_shown(self):
        self.form.state = "draft"
        with self.assertRaises(UserError):
            self.visit.action_show()

    def test_the_link_is_for_this_contact_and_half_an_hour(self):
        point = self._shown()
        self.assertEqual((point.kind, point.partner_id), ("visit", self.partner))
        left = point.ends_at - self._now()
        self.assertTrue(LIFE - timedelta(minutes=1) < left <= LIFE)

    def test_the_code_is_shown(self):
        self._shown()
        self.assertTrue(self.visit.qr)
        self.assertEqual(self._state(), "waiting")

    def test_earlier_refusals_are_shown(self):
        """L-50."""
        self._record(
            self._make_act(recipient=EMAIL, type="EPOSTA", status="RET"),
        )
        self.assertIn("refused on", self._open().earlier_refusals)

    def test_an_answer_is_kept_for_the_contact_and_thanked_for(self):
        taken = self._answer_visit("EPOSTA")
        act = self.env["iys.consent"].browse(taken.consent_ids)
        self.assertEqual((act.partner_id, self._state()), (self.partner, "taken"))

    def test_an_answer_that_waits_for_the_person_is_told_apart(self):
        """L-27."""
        form = self._make_form(channels=("EPOSTA",), confirms_address=True)
        self.visit.form_id = form
        answer = self._answer("EPOSTA", form=form)
        self._take(answer, form=form, point=self._shown())
        self.assertEqual(self._state(), "confirm")

    def test_an_answer_without_a_tick_records_nothing(self):
        """L-21."""
        self._answer_visit()
        self.assertEqual((self._state(), len(self._acts())), ("nothing", 0))

    def test_who_ticked_nothing_may_answer_again(self):
        point = self._shown()
        self._take(self._answer(), point=point)
        self._take(self._answer("EPOSTA"), point=point)
        self.assertEqual(self._state(), "taken")

    def test_a_faulty_answer_leaves_the_code_on_the_screen(self):
        self._answer_visit("EPOSTA", email="x")
        self.assertEqual(self._state(), "waiting")

    def test_the_answer_closes_the_link(self):
        self._answer_visit("EPOSTA")
        point = self.visit.point_id.sudo()
        self.assertLessEqual(point.ends_at, self._now() + DOUBLE_CLICK)

    def test_a_double_click_is_one_act(self):
        point = self._shown()
        for _click in range(2):
            taken = self._take(self._answer("EPOSTA"), point=point)
        self.assertEqual((taken.outcome, len(self._acts())), ("taken", 1))

    def test_after_half_an_hour_the_link_is_closed(self):
        point = self._shown()
        point.ends_at = self._now() - timedelta(seconds=1)
        taken = self._take(self._answer("EPOSTA"), point=point)
        self.assertEqual((taken.outcome, self._state()), ("closed", "expired"))

    def test_answers_at_other_links_are_not_noted(self):
        self._take(self._answer("EPOSTA"))
        self.assertFalse(self.point.visit_outcome)

    def test_paper_opens_the_capture_screen_for_the_same_person(self):
        """L-18."""
        context = self.visit.action_paper()["context"]
        self.assertEqual(
            (context["default_partner_id"], context["default_method"]),
            (self.partner.id, "paper"),
        )

    def test_the_contact_s_button_opens_the_screen(self):
        action = self.as_role("collector", self.partner).action_iys_visit()
        self.assertEqual(action["context"]["default_partner_id"], self.partner.id)
