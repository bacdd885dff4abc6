"""Taking answers of visitors: what is recorded, and what never is."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import ConcurrencyError
from odoo.sql_db import db_connect
from odoo.tests import tagged

from ..models.form.iys_form_take_read import SPELT_AS
from ..models.form.iys_form_take_record import LOCK_SPACE
from ..models.form.iys_form_take_words import FAULTS
from .form_case import CHANNELS, EMAIL, FormCase


@tagged("-at_install", "post_install")
class TestFormTake(FormCase):
    def test_each_ticked_box_is_an_act_of_its_channel(self):
        """L-24."""
        self._take(self._answer("EPOSTA", "ARAMA"))
        told = {(act.type, act.recipient, act.status) for act in self._acts()}
        self.assertEqual(
            told, {("EPOSTA", EMAIL, "ONAY"), ("ARAMA", self.phone, "ONAY")}
        )

    def test_an_empty_box_is_nothing(self):
        """L-21: no act, and no refusal either."""
        self._take(self._answer("EPOSTA"))
        self.assertEqual(self._acts().mapped("type"), ["EPOSTA"])

    def test_no_box_keeps_nothing_about_the_person(self):
        """L-21, L-22: an honest answer, and nothing is demanded."""
        taken = self._take(self._answer(name="", email="", phone=""))
        self.assertEqual(taken.outcome, "nothing")
        self.assertFalse(self._acts())

    def test_only_a_true_tick_is_a_yes(self):
        """L-21: false, 1, "on" and None of a strange client are no ticks."""
        box = self._box(self.form, "EPOSTA")
        for word in (False, 1, "on", "true", None, [True]):
            taken = self._take(self._answer(boxes={box: word}))
            self.assertEqual(taken.outcome, "nothing", word)

    def test_one_channel_needs_no_other_address(self):
        """L-22: who approves e-mails need not give a phone."""
        taken = self._take(self._answer("EPOSTA", phone="olmayan"))
        self.assertEqual(taken.outcome, "taken")

    def test_a_channel_needs_its_address(self):
        """L-17."""
        taken = self._take(self._answer(*CHANNELS, email="", phone="12"))
        self.assertEqual(
            (taken.outcome, dict(taken.faults)),
            ("faulty", {"email": "email_missing", "phone": "phone_odd"}),
        )

    def test_an_approval_needs_name_and_surname(self):
        """L-17."""
        for name, fault in (
            ("", "name_missing"),
            ("Deneme", "surname_missing"),
            ("<b>Deneme</b> Kişi", "name_odd"),
            ("Bakın www.example.com sitesine", "name_odd"),
            ("12 34", "name_odd"),
            ("A b" * 60, "too_long"),
        ):
            taken = self._take(self._answer("EPOSTA", name=name))
            self.assertEqual(dict(taken.faults), {"name": fault}, name)

    def test_every_fault_has_a_text_in_both_languages(self):
        keys = {"no_confirmation", "not_recorded", "too_long", "name_odd"}
        keys |= {"name_missing", "surname_missing"}
        keys |= {f"{name}_{kind}" for name in SPELT_AS for kind in ("missing", "odd")}
        for texts in FAULTS.values():
            self.assertEqual(set(texts), keys)

    def test_a_faulty_answer_leaves_nothing(self):
        self._take(self._answer("EPOSTA", "MESAJ", phone=""))
        self.assertFalse(self._acts())

    def test_the_act_has_the_date_of_this_moment(self):
        with freeze_time("2026-11-20 10:11:12.345"):
            self._take(self._answer("EPOSTA"))
        self.assertEqual(str(self._acts().consent_date), "2026-11-20 10:11:12")

    def test_the_source_comes_from_the_place(self):
        """L-4."""
        form = self._make_form(confirms_address=False, place="event")
        self._take(self._answer("EPOSTA", form=form), form)
        self.assertEqual(self._acts().source, "HS_ETKINLIK")

    def test_an_approval_by_a_form_is_not_in_force_before_iys_has_it(self):
        """R-49, L-16: a cross-site post of a stranger creates no effective ONAY."""
        self._take(self._answer("EPOSTA"))
        act = self._acts()
        self.assertEqual((act.state, act.is_effective), ("queued", False))

    def test_taking_an_answer_needs_few_queries(self):
        """R-62: 25 for a whole post; updates nobody's row."""
        for form in (self.form, self._make_form(channels=("EPOSTA",))):
            self._take(self._answer("EPOSTA", form=form), form)  # warm
            self.env.flush_all()
            self.env.invalidate_all()
            answer = self._answer("EPOSTA", form=form, email="bir@example.com")
            form.id, form.version_id.id, form.point_ids.ids  # noqa: B018
            with self.assertQueryCount(23):
                self._take(answer, form)
                self.env.flush_all()

    def test_two_tabs_are_one_act(self):
        first = self._take(self._answer("EPOSTA"))
        with freeze_time(self._now() + timedelta(seconds=20)):
            second = self._take(self._answer("EPOSTA"))
        self.assertEqual(len(self._acts()), 1)
        self.assertEqual(second.consent_ids, first.consent_ids)

    def test_a_click_beside_another_one_is_tried_again(self):
        """A double click: Odoo repeats the request, which then finds the first act."""
        key = self.env["iys.key"]._hash(EMAIL)
        with db_connect(self.env.cr.dbname).cursor() as rival:
            rival.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
                [key, LOCK_SPACE],
            )
            with self.assertRaises(ConcurrencyError):
                self._take(self._answer("EPOSTA"))
            self._take(self._answer("MESAJ", email=""))  # another address goes on
        self.assertEqual(self._acts().mapped("type"), ["MESAJ"])

    def test_a_second_tab_with_one_box_more_adds_that_one(self):
        self._take(self._answer("EPOSTA"))
        self._take(self._answer("EPOSTA", "MESAJ"))
        self.assertEqual(sorted(self._acts().mapped("type")), ["EPOSTA", "MESAJ"])

    def test_a_tick_of_another_day_is_a_further_proof(self):
        self._take(self._answer("EPOSTA"))
        with freeze_time(self._now() + timedelta(days=2)):
            taken = self._take(self._answer("EPOSTA"))
        self.assertEqual((taken.outcome, len(self._acts())), ("taken", 2))

    def test_the_brand_is_the_form_s(self):
        """R-48: nothing in an answer can name another brand."""
        page = {"brand_id": self.beta.id, "company_id": 1, "source": "HS_2015"}
        self._take(self._answer("EPOSTA", page=page))
        self.assertEqual(self._acts().brand_id, self.alpha)
        self.assertFalse(self._acts(self.beta))

    def test_extra_names_change_nothing(self):
        """R-48."""
        names = ["company_id", "brand_id", "status", "consent_date", "partner_id", "id"]
        extra = {name: "1" for name in names} | {f"x{n}": "1" for n in range(44)}
        self._take(self._answer("EPOSTA", extra=extra, page={}))
        act = self._acts()
        self.assertEqual((act.status, act.brand_id), ("ONAY", self.alpha))
        self.assertNotIn("extra", act.evidence)

    def test_an_asked_extra_field_is_kept_as_proof(self):
        form = self._make_form(confirms_address=False, extra_fields=["city"])
        extra = {"city": "İzmir", "note": "not asked"}
        self._take(self._answer("EPOSTA", form=form, extra=extra), form)
        self.assertEqual(self._acts().evidence["extra"], ["City: İzmir"])

    def test_an_extra_field_may_not_hold_a_book(self):
        form = self._make_form(confirms_address=False, extra_fields=["city"])
        answer = self._answer("EPOSTA", form=form, extra={"city": "x" * 10**6})
        self.assertEqual(dict(self._take(answer, form).faults), {"city": "too_long"})

    def test_forged_ids_of_boxes_mean_nothing(self):
        """R-48: boxes of another form, of none, and of no number."""
        foreign = self._box(self.foreign_form, "EPOSTA")
        for box in (foreign, "999999999", "-1", "1 OR 1=1", "", "\x00"):
            taken = self._take(self._answer(boxes={box: True}))
            self.assertEqual(taken.outcome, "nothing", box)

    def test_another_company_s_link_takes_nothing(self):
        """L-6: version and link have to be of one form."""
        taken = self._take(self._answer("EPOSTA"), point=self.foreign_form.point_ids)
        self.assertEqual((taken.outcome, len(self._acts())), ("closed", 0))

    def test_no_version_takes_nothing(self):
        none = self.env["iys.form.version"]
        taken = self.env["iys.form"]._take(none, self.point, self._answer("EPOSTA"))
        self.assertEqual(taken.outcome, "closed")

    def test_the_version_seen_counts_not_the_newest(self):
        seen = self.version
        answer = self._answer("EPOSTA")
        self.form.question_ids[0].label = "Başka sözler"
        self._freeze_form(self.form)
        self.env["iys.form"]._take(seen, self.point, answer)
        proof = self._acts().evidence
        self.assertIn(seen.sha256, proof["form_version"])
        self.assertEqual(proof["label"], "commercial_approval EPOSTA")

    def test_a_form_paused_between_opening_and_sending_still_takes(self):
        self.form.state = "paused"
        with freeze_time(self._now() + timedelta(minutes=110)):
            self.assertEqual(self._take(self._answer("EPOSTA")).outcome, "taken")

    def test_a_form_paused_long_ago_takes_nothing(self):
        self.form.state = "paused"
        with freeze_time(self._now() + timedelta(minutes=121)):
            self.form.state = "ended"  # ending what is paused opens nothing again
            taken = self._take(self._answer("EPOSTA"))
        self.assertEqual((taken.outcome, len(self._acts())), ("closed", 0))

    def test_a_form_published_again_takes_again(self):
        self.form.state = "paused"
        self.form.state = "published"
        with freeze_time(self._now() + timedelta(days=9)):
            self.assertEqual(self._take(self._answer("EPOSTA")).outcome, "taken")

    def test_a_form_past_its_last_day_takes_nothing(self):
        self.form.ends_on = self._now().date() - timedelta(days=2)
        self.assertEqual(self._take(self._answer("EPOSTA")).outcome, "closed")

    def test_a_draft_takes_nothing(self):
        self.form.state = "draft"
        self.assertEqual(self._take(self._answer("EPOSTA")).outcome, "closed")

    def test_an_ended_link_takes_nothing(self):
        self.point.state = "ended"
        with freeze_time(self._now() + timedelta(hours=3)):
            self.assertEqual(self._take(self._answer("EPOSTA")).outcome, "closed")

    def test_the_link_of_a_finished_visit_takes_nothing_at_once(self):
        visit = self._make_point(self.form, kind="visit")
        visit.state = "ended"
        with freeze_time(self._now() + timedelta(seconds=1)):
            taken = self._take(self._answer("EPOSTA"), point=visit)
        self.assertEqual(taken.outcome, "closed")
