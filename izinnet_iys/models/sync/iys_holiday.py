"""Public holidays of Türkiye: data that people confirm, never computed (L-13)."""

from datetime import date as Date
from datetime import timedelta
from types import MappingProxyType

from odoo import api, fields, models, tools

#: How far ahead the table must be sure: far beyond any deadline of three business days.
HORIZON = timedelta(days=60)

#: Days the law fixes: (month, day, name, half day). Religious days come by the year.
FIXED_DAYS = (
    (1, 1, "New Year's Day", False),
    (4, 23, "National Sovereignty and Children's Day", False),
    (5, 1, "Labour and Solidarity Day", False),
    (5, 19, "Commemoration of Atatürk, Youth and Sports Day", False),
    (7, 15, "Democracy and National Unity Day", False),
    (8, 30, "Victory Day", False),
    (10, 28, "Eve of Republic Day", True),
    (10, 29, "Republic Day", False),
)


class IysHoliday(models.Model):
    """One holiday. A half day begins at 13:00 and still counts as a business day (L-13).

    Religious days are announced year by year: rows that nobody has confirmed yet are
    used, but consent managers are warned while one lies within the next 60 days, or
    while a year that begins within them has no rows at all.
    """

    _name = "iys.holiday"
    _description = "Public holiday"
    _order = "date desc"

    date = fields.Date(required=True)
    year = fields.Integer(compute="_compute_year", store=True, aggregator=None)
    name = fields.Char(required=True, translate=True)
    half_day = fields.Boolean("Half day", help="The holiday begins at 13:00.")
    source = fields.Char(translate=True, help="Where the date comes from.")
    is_confirmed = fields.Boolean(
        "Confirmed", help="A person compared it with the official announcement."
    )

    _date_uniq = models.Constraint("UNIQUE (date)", "This day is in the table already.")

    @api.depends("date")
    def _compute_year(self):
        for holiday in self:
            holiday.year = holiday.date.year if holiday.date else 0

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: deadlines are worked out with the new table at once."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base`: deadlines are worked out with the new table at once."""
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """Override of `base`: deadlines are worked out with the new table at once."""
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache()
    def _map(self):
        """Return all days as {date: True for a half day}, as ``deadlines`` wants them."""
        rows = self.sudo().search_fetch([("date", "!=", False)], ["date", "half_day"])
        return MappingProxyType({row.date: row.half_day for row in rows})

    def action_confirm(self):
        """Note that a person compared these days with the official announcement."""
        self.check_access("write")
        self.is_confirmed = True
        self.env["iys.log"]._add(
            "setup",
            "Holidays confirmed",
            data={"days": [fields.Date.to_string(d) for d in self.mapped("date")]},
        )

    @api.model
    def action_add_next_year(self):
        """Add the days the law fixes for the first year without rows.

        Religious days are not computed; the warning stays until they are entered.
        """
        last = self.search([], limit=1).year or Date.today().year - 1
        year = last + 1
        self.create(
            [
                {
                    "date": Date(year, month, day),
                    "name": name,
                    "half_day": half_day,
                    "source": self.env._("Law 2429"),
                    "is_confirmed": True,
                }
                for month, day, name, half_day in FIXED_DAYS
            ]
        )

    @api.model
    def _warning(self, today=None):
        """Return one sentence when the table is not sure for the next 60 days, or False."""
        today = today or fields.Date.context_today(self)
        end = today + HORIZON
        holidays_sudo = self.sudo()  # everybody may be warned
        doubtful = holidays_sudo.search(
            [
                ("date", ">=", today),
                ("date", "<=", end),
                ("is_confirmed", "=", False),
            ],
            order="date",
            limit=1,
        )
        if doubtful:
            return self.env._(
                "The holiday %(name)s on %(date)s has not been confirmed. Compare it with"
                " the official announcement; deadlines depend on it.",
                name=doubtful.name,
                date=tools.format_date(self.env, doubtful.date),
            )
        known = set(holidays_sudo.search([("year", "in", (today.year, end.year))])
                    .mapped("year"))  # fmt: skip
        for year in (today.year, end.year):
            if year not in known:
                return self.env._(
                    "There are no holidays for %(year)s yet. Enter them; deadlines"
                    " depend on them.",
                    year=str(year),
                )
        return False

    @api.model
    def _warn_managers(self):
        """Leave a to-do for the consent managers while the table is not sure; daily."""
        warning = self._warning()
        if warning:
            self.env["iys.brand"].search([("active", "=", True)])._alert_managers(
                self.env._("Holiday table to be confirmed"), warning
            )
