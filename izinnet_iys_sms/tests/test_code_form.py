"""Phones on a form are confirmed by a code: one code, one purpose (L-25, L-27)."""

from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.codes.iys_sms_try import MOST_TRIES
from .codes_case import CodesCase


@tagged("-at_install", "post_install")
class TestCodeForm(CodesCase):
    def test_an_answer_with_a_phone_leads_to_the_page_of_its_browser(self):
        taken = self._accept("MESAJ")
        self.assertEqual((taken.outcome, len(taken.code)), ("taken", 32))
        self.assertTrue(self._look())

    def test_nothing_is_recorded_before_the_code(self):
        """L-27."""
        self._accept("MESAJ")
        self.assertFalse(self._acts())
        self.assertEqual(self._asked().mapped("state"), ["waiting"])

    def test_the_sms_is_a_code_of_the_brand_that_runs_out(self):
        self._accept("MESAJ")
        sms = self.env["sms.sms"].search([("iys_message_class", "=", "OTP")])
        self.assertEqual(
            (sms.number, sms.iys_is_released, sms.iys_brand_id, sms.iys_origin_model),
            (self.phone, True, self.alpha, "iys.sms.code"),
        )
        self.assertLessEqual(sms.iys_expires_at, self._now() + timedelta(minutes=5))

    def test_the_right_code_records_the_consent_of_this_moment(self):
        """L-27: the confirming act is the consent."""
        self._accept("MESAJ")
        with freeze_time(self._now() + timedelta(minutes=3)):
            self.assertEqual(self._enter(confirm_mesaj=self._codes()[0]), "given")
            now = self._now()
        act = self._acts()
        self.assertEqual(
            (act.type, act.status, act.source, act.consent_date),
            ("MESAJ", "ONAY", "HS_WEB", now),
        )

    def test_the_proof_says_how_and_when(self):
        """L-32."""
        self._accept("MESAJ")
        self._enter(confirm_mesaj=self._codes()[0])
        evidence = self._acts().evidence
        self.assertEqual(evidence["confirmed_by"], "sms_code")
        self.assertTrue({"asked_at", "code_sent_at", "confirmed_ip"} <= set(evidence))

    def test_the_person_is_owed_a_receipt_the_same_day(self):
        """L-19."""
        self._accept("MESAJ")
        self._enter(confirm_mesaj=self._codes()[0])
        self.assertEqual(self._acts().receipt_ids.mapped("state"), ["waiting"])

    def test_two_channels_are_two_codes_in_one_sms(self):
        """L-25: each code serves its own purpose alone."""
        self._accept("MESAJ", "ARAMA")
        first, second = self._codes()
        self.assertEqual(self._enter(confirm_arama=first), "wrong")
        self.assertEqual(self._enter(confirm_arama=second), "given")
        self.assertEqual(self._acts().mapped("type"), ["ARAMA"])

    def test_an_e_mail_box_beside_it_goes_by_link(self):
        self._accept("MESAJ", "EPOSTA")
        left = self.env["iys.form.answer"].search([])
        self.assertEqual(list(left.answer["boxes"]), [self._box(self.asking, "EPOSTA")])
        self.assertFalse(left.answer["secret"])

    def test_a_double_click_sends_one_sms_and_asks_once(self):
        self._accept("MESAJ")
        self._accept("MESAJ")
        self.assertEqual((len(self._texts()), len(self._asked())), (1, 1))

    def test_another_tab_waits_for_its_own_code(self):
        self._accept("MESAJ")
        other = self._fresh_secret()
        self._accept("MESAJ", secret=other)
        page = self._look(other)
        self.assertEqual(
            (len(self._texts()), page.is_sent, page.note), (1, False, "number_wait")
        )

    def test_who_goes_back_and_mends_the_number_gets_a_code_there(self):
        """T-13: the same page, another number, another code."""
        first = self._accept("MESAJ").code
        second = self._accept("MESAJ", phone="0532 999 88 77").code
        self.assertNotEqual(first, second)
        self._enter(confirm_mesaj=self._codes()[0])
        self.assertEqual(self._acts().recipient, "+905329998877")

    def test_a_code_of_one_tab_is_worth_nothing_in_another(self):
        """T-13: bound to the browser that asked."""
        self._accept("MESAJ")
        other = self._fresh_secret()
        self._accept("MESAJ", secret=other)
        self.assertEqual(self._enter(other, confirm_mesaj=self._codes()[0]), "expired")
        self.assertFalse(self._acts())

    def test_a_code_counts_once(self):
        self._accept("MESAJ")
        code = self._codes()[0]
        self._enter(confirm_mesaj=code)
        self.assertEqual(self._enter(confirm_mesaj=code), "empty")
        self.assertEqual(len(self._acts()), 1)

    def test_five_tries_and_no_more(self):
        """R-41."""
        self._accept("MESAJ")
        code = self._codes()[0]
        told = [self._enter(confirm_mesaj=self._wrong(code)) for _ in range(MOST_TRIES)]
        self.assertEqual(told, ["wrong"] * 4 + ["used_up"])
        self.assertEqual(self._enter(confirm_mesaj=code), "used_up")
        self.assertFalse(self._acts())

    def test_both_codes_of_an_sms_share_the_tries(self):
        """R-41: guessing two purposes is no double chance."""
        self._accept("MESAJ", "ARAMA")
        first, second = self._codes()
        for _ in range(3):
            self._enter(confirm_mesaj=self._wrong(first))
        for _ in range(2):
            self._enter(confirm_arama=self._wrong(second))
        self.assertEqual(self._enter(confirm_mesaj=first), "used_up")

    def test_what_is_no_code_costs_no_try(self):
        self._accept("MESAJ")
        for text in ("", "12345", "abcdef", "1234567"):
            self._enter(confirm_mesaj=text)
        self.assertEqual(self._enter(confirm_mesaj=self._codes()[0]), "given")

    def test_spaces_in_a_code_are_no_fault(self):
        self._accept("MESAJ")
        code = self._codes()[0]
        self.assertEqual(self._enter(confirm_mesaj=f"{code[:3]} {code[3:]}"), "given")

    def test_after_its_minutes_a_code_is_too_old(self):
        """R-41."""
        self._accept("MESAJ")
        with freeze_time(self._now() + timedelta(minutes=5, seconds=1)):
            told = self._enter(confirm_mesaj=self._codes()[0])
        self.assertEqual((told, len(self._acts())), ("expired", 0))

    def test_a_new_code_makes_the_old_one_worthless(self):
        self._accept("MESAJ")
        old = self._codes()[0]
        with freeze_time(self._now() + timedelta(seconds=70)):
            self.assertEqual(self._again(), "resent")
            self.assertEqual(self._enter(confirm_mesaj=old), "wrong")
            self.assertEqual(self._enter(confirm_mesaj=self._codes()[0]), "given")

    def test_the_code_is_stored_nowhere_but_in_the_sms(self):
        """R-41: keyed hash only; the log of messages hides digits."""
        self._accept("MESAJ")
        code = self._codes()[0]
        self.env.flush_all()
        for table in ("iys_confirmation", "iys_sms_code", "iys_sms_try"):
            self.env.cr.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            kept = " ".join(row[0] for row in self.env.cr.fetchall())
            self.assertNotRegex(kept, rf"(?<!\d){code}(?!\d)")

    def test_the_secret_of_the_browser_is_not_stored(self):
        self._accept("MESAJ")
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(t)::text FROM iys_confirmation t")
        kept = str(self.env.cr.fetchall())
        self.assertNotIn(self.secret, kept)
        self.assertNotIn(self._page(), kept)

    def test_checking_a_number_can_never_touch_a_consent(self):
        """L-25: the database refuses it."""
        row = {"brand_id": self.alpha.id, "recipient": self.phone, "purpose": "verify"}
        asked = self.env["iys.confirmation"]._ask_by_code([row], "x")
        consent = self._record(self._make_act())
        for values in ({"consent_id": consent.id}, {"pending": {"source": "HS_WEB"}}):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                asked.write(values)
                asked.flush_recordset()

    def test_the_right_code_of_a_check_records_no_approval(self):
        """L-25."""
        row = {"brand_id": self.alpha.id, "recipient": self.phone, "purpose": "verify"}
        self.env["iys.code"].sudo()._start([row], self.secret)
        self.assertEqual(self._enter(verify=self._codes()[0]), "given")
        self.assertEqual((self._asked().state, len(self._acts())), ("confirmed", 0))

    def test_a_code_proves_nothing_about_an_e_mail_address(self):
        row = {"brand_id": self.alpha.id, "recipient": self.phone}
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.env["iys.confirmation"]._ask_by_code(
                [{**row, "purpose": "confirm_eposta"}], "x"
            )

    def test_a_refused_number_gets_a_code_like_any_other(self):
        """L-50, R-45: the person's own act on the own page."""
        self._record(self._make_act(status="RET"))
        self._accept("MESAJ")
        self.assertEqual(self._enter(confirm_mesaj=self._codes()[0]), "given")
        self.assertEqual(self._acts()[0].status, "ONAY")

    def test_without_an_account_phones_cannot_be_confirmed(self):
        for values in ({"pause_reason": "credit"}, {"active": False}):
            self.gateway.write({"pause_reason": False, "active": True, **values})
            with self.subTest(**values):
                taken = self._accept("MESAJ")
                self.assertEqual(taken.faults, {"boxes": "no_confirmation"})
        self.assertFalse(self._texts())

    def test_without_an_approved_title_phones_cannot_be_confirmed(self):
        self.gateway.title_ids.state = "refused"
        self.assertEqual(self._accept("MESAJ").outcome, "faulty")

    def test_the_emergency_stop_stops_codes(self):
        self.alpha.emergency_stop = True
        self.assertEqual(self._accept("MESAJ").outcome, "faulty")

    def test_nobody_is_asked_who_cannot_type_a_code(self):
        """Boxes beside Odoo's own forms have no page to go on to."""
        taken = self._take(self._answer("MESAJ", form=self.asking), form=self.asking)
        self.assertEqual(taken.faults, {"boxes": "no_confirmation"})

    def test_a_form_that_records_at_once_asks_for_no_code(self):
        """R-45: a refused number is not told apart there."""
        self._record(self._make_act(status="RET"))
        taken = self._accept("MESAJ", form=self.form)
        self.assertEqual((taken.code, self._texts()), ("", []))

    def test_a_foreign_number_is_told_and_gets_no_code(self):
        """R-42: only +905…"""
        for number in ("+49 151 23456789", "0212 345 67 89"):
            taken = self._accept("MESAJ", phone=number, secret=self._fresh_secret())
            self.assertEqual(taken.faults, {"phone": "phone_odd"})

    def test_another_company_s_account_sends_nothing_for_us(self):
        """R-58."""
        self._connect(self.other_company)
        self.company.iys_sms_gateway_id = False
        self.assertEqual(self._accept("MESAJ").outcome, "faulty")

    def test_a_visit_s_screen_hears_of_the_right_code(self):
        partner = self._make_partner()
        point = self._make_point(self.asking, kind="visit", partner_id=partner.id)
        self._accept("MESAJ", point=point)
        self.assertEqual(point.visit_outcome, "code")
        self._enter(confirm_mesaj=self._codes()[0])
        self.assertEqual(
            (point.visit_outcome, self._acts().partner_id), ("taken", partner)
        )

    def test_a_form_answer_costs_few_queries(self):
        """R-62: 25 at the most, with rows of one's own only."""
        self._accept("MESAJ")
        self.env.flush_all()
        self.env.invalidate_all()
        answer = self._answer(
            "MESAJ", form=self.asking, secret=self._fresh_secret(), phone="05329998877"
        )
        self.env.invalidate_all()
        version, point = self.asking.version_id, self.asking.point_ids[:1]
        before = self.env.cr.sql_log_count
        self.env["iys.form"].sudo()._accept(version, point, answer)
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 25)
