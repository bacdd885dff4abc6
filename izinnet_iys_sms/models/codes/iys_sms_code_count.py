"""What the limits of codes count: rows that are committed, in one look (R-42 … R-44)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...sms_gateways.code_limits import (
    ASK_MORE,
    NETWORK,
    NUMBER,
    REQUEST_DAYS,
    SETTLED_AFTER,
    STOP,
    Sent,
    Share,
)

#: A pause is remembered so long: what comes after it is watched closely.
PAUSE_REMEMBERED = timedelta(days=1)
_FACTS = """
SELECT mine.*, prefix.*, company.*, event.*, pause.*
FROM (SELECT max(created_at), max(id) FILTER (WHERE secret_hmac = %(own)s),
             count(*) FILTER (WHERE kind = 'request'), %(windows)s
      FROM iys_sms_code
      WHERE recipient_key = %(number)s AND created_at >= %(month)s) AS mine,
     (SELECT count(*) FROM iys_sms_code
      WHERE prefix_key = %(prefix)s AND created_at >= %(hour)s) AS prefix,
     (SELECT count(*) FILTER (WHERE created_at >= %(hour)s
                              AND budget_id IS NULL),
             count(*) FILTER (WHERE budget_id IS NULL),
             COALESCE(sum(price), 0)
      FROM iys_sms_code
      WHERE company_id = %(company)s AND created_at >= %(day)s) AS company,
     (SELECT max(until) FROM iys_sms_pause
      WHERE company_id = %(company)s AND until >= %(lately)s) AS pause
LEFT JOIN LATERAL (
      SELECT e.id, (SELECT count(*) FROM iys_sms_code
                    WHERE budget_id = e.id), e.people
      FROM iys_sms_budget e
      JOIN iys_sms_budget_point_rel r ON r.budget_id = e.id
      WHERE r.point_id = %(point)s AND e.company_id = %(company)s
        AND e.active AND %(now)s BETWEEN e.starts_at AND e.ends_at
      ORDER BY e.id LIMIT 1) AS event ON TRUE
"""
_ENTERED = SQL(
    "EXISTS (SELECT 1 FROM iys_sms_try t WHERE t.code_id = c.id AND t.is_right)"
)


class IysSmsCode(models.Model):
    _inherit = "iys.sms.code"

    @api.model
    def _count(self, cr, wish):
        """Return (`Sent` for a `Wish`, id of a place of this browser or None), counted by a
        cursor that sees all that is committed."""
        now = fields.Datetime.now()
        facts, event, pause, own_id = self._facts(cr, wish, now)
        wish.budget_id = event[0]
        if pause:
            facts["pause_left"] = max(0, int((pause - now).total_seconds()))
        if wish.budget_id:
            facts["event"] = event[1:]
        facts |= self._shares(cr, wish, now, pause)
        return Sent(**facts), own_id

    @api.model
    def _facts(self, cr, wish, now):
        """Count for number, prefix and company; returns (facts of `Sent`, (id, codes sent,
        people) of the planned event that pays, end of the last pause, own place)."""
        hour, day = now - timedelta(hours=1), now - timedelta(days=1)
        windows = SQL(", ").join(
            SQL(
                "count(*) FILTER (WHERE created_at >= %s)",
                now - timedelta(seconds=each),
            )
            for each in NUMBER
        )
        cr.execute(
            SQL(
                _FACTS,
                own=wish.secret_hmac,
                windows=windows,
                number=wish.keys["number"],
                prefix=wish.keys["prefix"],
                company=wish.company.id,
                point=wish.point.id or None if wish.point else None,
                hour=hour,
                day=day,
                month=now - timedelta(days=REQUEST_DAYS),
                lately=now - PAUSE_REMEMBERED,
                now=now,
            )
        )
        row = list(cr.fetchone())
        last, own_id, requests, *rest = row
        counts, rest = rest[: len(NUMBER)], rest[len(NUMBER) :]
        prefix, in_hour, in_day, money, *event, pause = rest
        facts = {
            "since_last": last and int((now - last).total_seconds()),
            "number": dict(zip(NUMBER, counts, strict=True)),
            "requests": requests,
            "prefix_hour": prefix,
            "company_hour": in_hour,
            "company_day": in_day,
            "money_day": float(money),
        }
        return facts, tuple(event), pause, own_id

    @api.model
    def _shares(self, cr, wish, now, pause):
        """Count how many of the last codes were entered.

        A planned event is a crowd: its codes count once people had the time to type them.
        """
        settled = SQL("(%s OR c.created_at < %s)", _ENTERED, now - _SETTLED)
        scope = SQL("c.company_id = %s", wish.company.id)
        if wish.budget_id:
            scope = SQL("c.budget_id = %s AND %s", wish.budget_id, settled)
        recent = SQL("%s AND c.created_at >= %s", scope, now - timedelta(days=1))
        shares = self._last_shares(cr, recent)
        if pause:
            after = SQL("%s AND c.created_at >= %s", scope, pause)
            shares["after_pause"] = self._share(cr, after, STOP[1])
        if wish.keys["network"]:
            network = SQL(
                "c.network_key = %s AND c.created_at >= %s AND %s",
                wish.keys["network"],
                now - timedelta(days=1),
                settled,
            )
            shares["network"] = self._share(cr, network, NETWORK[1])
        return shares

    @api.model
    def _last_shares(self, cr, where):
        cr.execute(
            SQL(
                "SELECT count(*) FILTER (WHERE place <= %(few)s),"
                " count(*) FILTER (WHERE entered AND place <= %(few)s),"
                " count(*), count(*) FILTER (WHERE entered) FROM ("
                " SELECT %(entered)s AS entered, row_number() OVER () AS place FROM ("
                " SELECT id FROM iys_sms_code c WHERE %(where)s"
                " ORDER BY id DESC LIMIT %(most)s) AS c) AS last",
                few=ASK_MORE[1],
                entered=_ENTERED,
                where=where,
                most=STOP[1],
            )
        )
        few, few_entered, most, entered = cr.fetchone()
        return {"last100": Share(few, few_entered), "last200": Share(most, entered)}

    @api.model
    def _share(self, cr, where, most):
        cr.execute(
            SQL(
                "SELECT count(*), count(*) FILTER (WHERE entered) FROM ("
                " SELECT %s AS entered FROM iys_sms_code c WHERE %s"
                " ORDER BY c.id DESC LIMIT %s) AS last",
                _ENTERED,
                where,
                most,
            )
        )
        return Share(*cr.fetchone())


_SETTLED = timedelta(seconds=SETTLED_AFTER)
