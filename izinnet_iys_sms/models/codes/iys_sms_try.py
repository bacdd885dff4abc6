"""Tries of a code: counted whatever becomes of the request (R-41)."""

from odoo import api, fields, models

#: Tries a code has, right ones included.
MOST_TRIES = 5
LOCK_SPACE = 0x1957_0C


class IysSmsTry(models.Model):
    """A row is added and committed before the code is looked at, so an error or fifty
    hands at once cannot have a try for nothing. ``is_right`` rows are added with the
    approval and tell how many codes are entered at all (R-44)."""

    _name = "iys.sms.try"
    _description = "Try of a code"
    _log_access = False

    code_id = fields.Many2one(
        "iys.sms.code", required=True, readonly=True, ondelete="cascade"
    )
    is_right = fields.Boolean(readonly=True)
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    _code_idx = models.Index("(code_id, is_right)")

    @api.model
    def _take(self, code_id):
        """Take one of the tries of a code; returns how many are left after it, or None
        when there was none.

        Two transactions of its own: the lock first, then one that sees every try.
        """
        with self.env.registry.cursor() as lock:
            lock.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, code_id])
            with self.env.registry.cursor() as cr:
                cr.execute(
                    """
                    INSERT INTO iys_sms_try (code_id, is_right, at)
                    SELECT %(code)s, FALSE, %(now)s
                    WHERE (SELECT count(*) FROM iys_sms_try
                           WHERE code_id = %(code)s AND is_right IS NOT TRUE) < %(most)s
                    RETURNING (SELECT count(*) FROM iys_sms_try
                               WHERE code_id = %(code)s AND is_right IS NOT TRUE)
                    """,
                    {
                        "code": code_id,
                        "now": fields.Datetime.now(),
                        "most": MOST_TRIES,
                    },
                )
                row = cr.fetchone()
        return MOST_TRIES - row[0] - 1 if row else None
