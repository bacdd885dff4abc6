"""The holiday table (L-13, law file section 2)."""

from datetime import date

from odoo.tests import tagged

from ..iys_api.deadlines import Calendar
from .common import IysCommon

#: The table the law file was checked with.
DAYS_OF_2026 = {
    "01-01": False, "03-19": True, "03-20": False, "03-21": False, "03-22": False,
    "04-23": False, "05-01": False, "05-19": False, "05-26": True, "05-27": False,
    "05-28": False, "05-29": False, "05-30": False, "07-15": False, "08-30": False,
    "10-28": True, "10-29": False,
}  # fmt: skip


@tagged("-at_install", "post_install")
class TestIysHoliday(IysCommon):
    def test_the_shipped_year_2026_is_the_one_of_the_law_file(self):
        shipped = {
            f"{day:%m-%d}": half
            for day, half in self.env["iys.holiday"]._map().items()
            if day.year == 2026
        }
        self.assertEqual(shipped, DAYS_OF_2026)

    def test_every_shipped_year_has_all_fixed_days_and_both_religious_feasts(self):
        counts = dict(
            self.env["iys.holiday"]._read_group(
                [("year", "in", (2024, 2025, 2026, 2027))], ["year"], ["__count"]
            )
        )
        # 2027: the last day of the feast of sacrifice falls on 19 May
        self.assertEqual(counts, {2024: 17, 2025: 17, 2026: 17, 2027: 16})

    def test_the_eve_of_a_feast_is_a_half_day(self):
        eves = self.env["iys.holiday"].search([("name", "=like", "Eve of%")])
        self.assertTrue(all(eves.mapped("half_day")))

    def test_religious_days_of_2027_wait_for_a_person(self):
        feasts = self.env["iys.holiday"].search(
            [("year", "=", 2027), ("name", "like", "Eid")]
        )
        self.assertFalse(any(feasts.mapped("is_confirmed")))

    def test_a_new_holiday_moves_deadlines_at_once(self):
        holidays = self.env["iys.holiday"]
        self.assertNotIn(date(2026, 12, 8), holidays._map())
        holidays.create({"date": "2026-12-08", "name": "Extra day"})
        self.assertIn(date(2026, 12, 8), holidays._map())

    def test_a_deleted_holiday_moves_deadlines_at_once(self):
        holidays = self.env["iys.holiday"]
        holidays.search([("date", "=", "2026-10-29")]).unlink()
        self.assertNotIn(date(2026, 10, 29), holidays._map())

    def test_the_map_serves_the_calendar(self):
        ends = Calendar(self.env["iys.holiday"]._map()).deadlines_utc(
            self.env["iys.holiday"]
            ._fields["create_date"]
            .to_datetime("2026-03-16 12:00:00")
        )
        self.assertEqual(str(ends.promise), "2026-03-19 09:59:59")

    def test_no_warning_while_all_near_days_are_confirmed(self):
        self.assertFalse(self.env["iys.holiday"]._warning(date(2026, 10, 1)))

    def test_an_unconfirmed_day_within_sixty_days_warns(self):
        self.assertIn("Eid al-Fitr", self.env["iys.holiday"]._warning(date(2027, 2, 1)))

    def test_a_confirmed_day_warns_no_more(self):
        holidays = self.env["iys.holiday"].search([("year", "=", 2027)])
        self.as_role("manager", holidays).action_confirm()
        self.assertFalse(self.env["iys.holiday"]._warning(date(2027, 2, 1)))

    def test_a_year_without_rows_warns(self):
        warning = self.env["iys.holiday"]._warning(date(2027, 11, 20))
        self.assertIn("2028", warning)

    def test_the_next_year_gets_only_what_the_law_fixes(self):
        self.env["iys.holiday"].action_add_next_year()
        added = self.env["iys.holiday"].search([("year", "=", 2028)])
        self.assertEqual(len(added), 8)

    def test_managers_get_one_to_do_while_the_table_is_not_sure(self):
        holidays = self.env["iys.holiday"]
        holidays.search([("is_confirmed", "=", True)]).unlink()
        holidays._warn_managers()
        holidays._warn_managers()
        todo = self.alpha.activity_ids.filtered(
            lambda activity: activity.user_id == self.users["manager"]
        )
        self.assertEqual(len(todo), 1)
