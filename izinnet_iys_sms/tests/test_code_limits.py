"""Limits of codes over committed rows (R-42 … R-44)."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..sms_gateways.code_limits import PAUSE_SECONDS, Verdict
from .codes_case import IP, CodesCase


@tagged("-at_install", "post_install")
class TestCodeLimits(CodesCase):
    def setUp(self):
        """Override of `odoo.tests`: a moment to count from, however slow the machine."""
        super().setUp()
        self.begun = self._now()

    def _number(self, serial):
        """Different numbers with different prefixes."""
        return f"+9053{serial:04d}{serial:04d}"

    def _ask(self, number=None, at=0, **over):
        """Ask for a place ``at`` seconds from the test's begin; returns the verdict."""
        with freeze_time(self.begun + timedelta(seconds=at)):
            codes = self.env["iys.sms.code"]
            secret = self._fresh_secret()
            wish = codes._wish(number or self.phone, self.alpha, secret, **over)
            return codes._reserve(wish)[1]

    def _send_many(self, count, entered=0, start=0, **over):
        """Put so many codes into the book, ten minutes ago, some of them entered."""
        codes = self.env["iys.sms.code"]
        with freeze_time(self.begun - timedelta(minutes=10)):
            for serial in range(start, start + count):
                secret = self._fresh_secret()
                wish = codes._wish(self._number(serial), self.alpha, secret, **over)
                code_id = codes._insert(self.env.cr, wish)
                if serial - start < entered:
                    self.env["iys.sms.try"].create(
                        {"code_id": code_id, "is_right": True}
                    )
        self.env.flush_all()

    def _event(self, **over):
        values = {
            "name": "Deneme fuarı",
            "company_id": self.company.id,
            "point_ids": self.asking.point_ids.ids,
            "starts_at": self.begun + timedelta(seconds=50),
            "ends_at": self.begun + timedelta(hours=3),
            "people": 2,
        }
        return self.env["iys.sms.budget"].create({**values, **over})

    def test_a_number_gets_one_code_a_minute(self):
        """R-42."""
        told = [self._ask(at=at) for at in (0, 30, 60, 61)]
        self.assertEqual(
            told, [Verdict.SEND, Verdict.NUMBER_WAIT, Verdict.NUMBER_WAIT, Verdict.SEND]
        )

    def test_a_number_gets_three_codes_in_ten_minutes(self):
        told = [self._ask(at=at) for at in (0, 70, 140, 210, 611)]
        self.assertEqual([*told[:3], told[4]], [Verdict.SEND] * 4)
        self.assertEqual(told[3], Verdict.NUMBER_LIMIT)

    def test_a_number_s_limit_holds_over_companies(self):
        """T-10: the phone has one owner."""
        self._connect(self.other_company)
        self._ask()
        codes = self.env["iys.sms.code"]
        wish = codes._wish(self.phone, self.gamma, self._fresh_secret())
        self.assertEqual(codes._reserve(wish)[1], Verdict.NUMBER_WAIT)

    def test_numbers_of_one_prefix_share_thirty_an_hour(self):
        told = [self._ask(f"+90532111{serial:04d}") for serial in range(31)]
        self.assertEqual(told, [Verdict.SEND] * 30 + [Verdict.PREFIX_LIMIT])

    def test_a_company_s_hour_is_capped(self):
        self.gateway.iys_codes_hour = 3
        told = [self._ask(self._number(serial)) for serial in range(4)]
        self.assertEqual(told, [Verdict.SEND] * 3 + [Verdict.COMPANY_LIMIT])

    def test_one_company_s_cap_stops_no_other(self):
        self.gateway.iys_codes_hour = 0
        self._connect(self.other_company)
        codes = self.env["iys.sms.code"]
        wish = codes._wish(self.phone, self.gamma, self._fresh_secret())
        self.assertEqual(
            (self._ask(self._number(1)), codes._reserve(wish)[1]),
            (Verdict.COMPANY_LIMIT, Verdict.SEND),
        )

    def test_money_is_capped_by_the_day(self):
        self.gateway.write({"part_price": 0.5, "iys_codes_money": 1.2})
        told = [self._ask(self._number(serial)) for serial in range(3)]
        self.assertEqual(told, [Verdict.SEND] * 2 + [Verdict.MONEY_LIMIT])

    def test_an_event_sends_for_half_as_many_people_more_beside_the_cap(self):
        """R-42."""
        self.gateway.iys_codes_hour = 0
        self._event(people=2)
        point = self.asking.point_ids[:1]
        told = [
            self._ask(self._number(serial), at=60, point=point) for serial in range(4)
        ]
        self.assertEqual(told, [Verdict.SEND] * 3 + [Verdict.EVENT_FULL])

    def test_outside_its_time_an_event_pays_nothing(self):
        self.gateway.iys_codes_hour = 0
        self._event()
        point = self.asking.point_ids[:1]
        told = [self._ask(at=at, point=point) for at in (0, 4 * 3600)]
        self.assertEqual(told, [Verdict.COMPANY_LIMIT] * 2)

    def test_an_event_is_planned_beforehand(self):
        with self.assertRaises(ValidationError):
            self._event(starts_at=self._now() - timedelta(minutes=1))

    def test_few_entered_codes_ask_for_a_press(self):
        """R-44: the form's own request sends none; a press seconds later does."""
        self._send_many(100, entered=29)
        self._accept("MESAJ")
        page = self._look()
        self.assertEqual((page.note, page.is_sent), ("press", False))
        self.assertEqual(self._again(), "press")
        with freeze_time(self._now() + timedelta(seconds=6)):
            self.assertEqual(self._again(), "resent")

    def test_hardly_any_entered_code_pauses_the_company(self):
        """R-44."""
        self._send_many(200, entered=19)
        told = [self._ask(pressed=True), self._ask(at=60, pressed=True)]
        self.assertEqual(told, [Verdict.STOP_NOW, Verdict.PAUSED])

    def test_after_the_pause_ten_codes_prove_it_again(self):
        self._send_many(200)
        self._ask(pressed=True)
        later = PAUSE_SECONDS + 5
        told = [
            self._ask(self._number(1000 + serial), at=later, pressed=True)
            for serial in range(11)
        ]
        self.assertEqual(told, [Verdict.SEND] * 10 + [Verdict.STOP_NOW])

    def test_a_pause_is_an_alarm_until_it_is_over(self):
        """R-69."""
        self._send_many(200)
        self._ask(pressed=True)
        self.env.flush_all()
        alarms = self.env["iys.alarm"]
        [cause] = [each for each in alarms._causes() if each.kind == "code_pause"]
        self.assertEqual(cause.company, self.company)
        with freeze_time(self.begun + timedelta(seconds=PAUSE_SECONDS + 5)):
            kinds = [each.kind for each in alarms._causes()]
        self.assertNotIn("code_pause", kinds)

    def test_during_a_pause_refusing_goes_on(self):
        """R-50."""
        self._send_many(200)
        self._ask(pressed=True)
        self.env["iys.consent"]._refuse(
            self.alpha, "MESAJ", [self.phone], "HS_WEB", {"road": "preference_page"}
        )
        self.assertEqual(self._acts().status, "RET")

    def test_a_pause_of_one_company_stops_no_other(self):
        self._send_many(200)
        self._ask(pressed=True)
        self._connect(self.other_company)
        codes = self.env["iys.sms.code"]
        wish = codes._wish(self.phone, self.gamma, self._fresh_secret())
        self.assertEqual(codes._reserve(wish)[1], Verdict.SEND)

    def test_many_people_behind_one_address_are_no_fault(self):
        """R-43."""
        self._send_many(150, entered=120, ip=IP)
        self.assertEqual(self._ask(ip=IP), Verdict.SEND)

    def test_an_address_whose_codes_come_to_nothing_is_stopped_alone(self):
        """R-43."""
        self._send_many(100, entered=20, ip=IP)
        self._send_many(120, entered=120, start=200)
        self.assertEqual(
            (self._ask(ip=IP), self._ask(ip="192.0.2.8")),
            (Verdict.NETWORK_LOW, Verdict.SEND),
        )

    def test_addresses_of_one_ipv6_network_are_one(self):
        """R-43."""
        codes = self.env["iys.sms.code"]
        keys = {
            codes._wish(self.phone, self.alpha, "x", ip=ip).keys["network"]
            for ip in ("2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::1")
        }
        self.assertEqual(len(keys), 1)

    def test_no_number_is_stored_in_the_book(self):
        self._ask()
        self.env.cr.execute("SELECT row_to_json(t)::text FROM iys_sms_code t")
        self.assertNotIn("5321112233", str(self.env.cr.fetchall()))

    def test_a_place_of_a_request_that_is_run_again_is_used_once_more(self):
        """Odoo runs a request again after a rival's commit; that is one press."""
        codes = self.env["iys.sms.code"]
        wish = codes._wish(self.phone, self.alpha, self.secret)
        first, second = codes._reserve(wish), codes._reserve(wish)
        self.assertEqual((first[0], first[1]), (second[0], Verdict.SEND))

    def test_old_rows_are_forgotten(self):
        self._ask()
        with freeze_time(self._now() + timedelta(days=41)):
            self.env["iys.sms.code"]._gc_codes()
        self.assertFalse(self.env["iys.sms.code"].search([]))
