"""Reports move dispatches forward, in sets and around every row a sender holds (R-28)."""

import logging
from typing import NamedTuple

from odoo import api, fields, models

from ...sms_gateways import Outcome

_logger = logging.getLogger(__name__)

CHUNK = 5000
#: The strongest word about one message wins: delivered, another end, "on its way".
_STRENGTH = {Outcome.DELIVERED: 2, Outcome.PENDING: 0, Outcome.UNKNOWN: 0}
#: Columns of the reports, as the statement reads them.
COLUMNS = {
    "place": "int",
    "job_id": "int",
    "ref": "text",
    "number10": "text",
    "outcome": "text",
    "strength": "int",
    "raw_status": "text",
    "raw_error": "text",
    "operator": "text",
    "parts": "int",
    "at": "timestamp",
    "confirmed": "bool",
}
#: Requests a worker has in hand are left out: their rows are the sender's (V-2). So are
#: rows somebody holds at this moment; their reports are told again later.
APPLY = f"""
    WITH told AS (
        SELECT * FROM unnest({", ".join(f"%({c})s::{t}[]" for c, t in COLUMNS.items())})
            AS t({", ".join(COLUMNS)})
    ), found AS (
        SELECT t.place, d.id, d.job_id
        FROM told t JOIN iys_sms_dispatch d ON d.ref = t.ref
        JOIN iys_sms_job j ON j.id = d.job_id
        WHERE j.gateway_id = %(gateway)s AND j.state <> 'in_flight'
        UNION
        SELECT t.place, d.id, d.job_id
        FROM told t JOIN iys_sms_dispatch d
          ON d.job_id = t.job_id AND d.number10 = t.number10
        UNION
        SELECT t.place, d.id, d.job_id
        FROM told t JOIN iys_sms_dispatch d ON d.job_id = t.job_id
        WHERE t.number10 = ''
    ), mine AS (
        SELECT id FROM iys_sms_dispatch WHERE id IN (SELECT id FROM found)
        FOR NO KEY UPDATE SKIP LOCKED
    ), best AS (
        SELECT DISTINCT ON (f.id) f.id, t.*
        FROM found f JOIN mine m ON m.id = f.id JOIN told t ON t.place = f.place
        WHERE t.strength > 0
        ORDER BY f.id, t.strength DESC, t.place
    ), moved AS (
        UPDATE iys_sms_dispatch d
        SET state = 'ended', outcome = b.outcome,
            raw_status = b.raw_status, raw_error = b.raw_error,
            operator = COALESCE(b.operator, d.operator),
            parts = COALESCE(b.parts, d.parts), at = b.at, confirmed = b.confirmed
        FROM best b
        WHERE d.id = b.id AND (
            d.state <> 'ended' OR d.outcome = 'ambiguous'
            OR (b.strength = 2 AND d.outcome IS DISTINCT FROM 'delivered'))
        RETURNING d.id, d.sms_uuid, d.outcome
    )
    SELECT f.place, m.id IS NOT NULL, f.job_id, v.id, v.sms_uuid, v.outcome
    FROM found f LEFT JOIN mine m ON m.id = f.id LEFT JOIN moved v ON v.id = f.id
"""


class Moved(NamedTuple):
    """A row that has come to its end by a report."""

    id: int
    sms_uuid: str
    outcome: str


class IysSmsDispatch(models.Model):
    _inherit = "iys.sms.dispatch"

    def _apply_reports(self, gateway, reports):
        """Apply ``sms_gateways.DeliveryReport`` rows of one account, in sets.

        Moves dispatches, their SMS, trackers, notifications and traces forward; never
        waits for, nor touches, a row a sender holds (R-28). Returns the reports for
        which no row is there (yet): the caller keeps them and tries again.

        May raise SerializationFailure when a rival changed one of the rows since the
        transaction began: the caller begins anew, doing it twice is harmless.
        """
        left = []
        for start in range(0, len(reports), CHUNK):
            left += self._apply_chunk(gateway, reports[start : start + CHUNK])
        return left

    @api.model
    def _apply_chunk(self, gateway, reports):
        self.env.flush_all()
        jobs = self._jobs_of(gateway, {one.job_id for one in reports} - {None, ""})
        rows = [self._row(place, one, jobs) for place, one in enumerate(reports)]
        columns = {
            name: list(column)
            for name, column in zip(COLUMNS, zip(*rows, strict=True), strict=True)
        }
        self.env.cr.execute(APPLY, {**columns, "gateway": gateway.id})
        known, held, operators, moved = set(), set(), {}, {}
        for place, is_mine, job_id, *row in self.env.cr.fetchall():
            (known if is_mine else held).add(place)
            operators[job_id] = reports[place].job_id or operators.get(job_id)
            if row[0]:
                moved[row[0]] = Moved(*row)
        self.env.invalidate_all(flush=False)
        self._note_odd(gateway, reports)
        self.env["iys.sms.job"]._note_reported(operators)
        self._follow(gateway, list(moved.values()), operators)
        return [
            one
            for place, one in enumerate(reports)
            if place not in known or place in held
        ]

    @api.model
    def _jobs_of(self, gateway, job_ids):
        """Return {operator's id: id of our request}, those in a sender's hand left out."""
        self.env.cr.execute(
            """
            SELECT id, job_ids FROM iys_sms_job
            WHERE gateway_id = %(gateway)s AND job_ids = ANY(%(ids)s)
              AND state <> 'in_flight'
            UNION
            SELECT id, job_ids FROM iys_sms_job
            WHERE gateway_id = %(gateway)s AND job_ids LIKE '%% %%'
              AND string_to_array(job_ids, ' ') && %(ids)s AND state <> 'in_flight'
            """,
            {"gateway": gateway.id, "ids": list(job_ids)},
        )
        return {
            one: job_id
            for job_id, told in self.env.cr.fetchall()
            for one in told.split()
        }

    @api.model
    def _row(self, place, report, jobs):
        """Spell one report for the statement, in the order of ``COLUMNS``."""
        at = report.at
        return (
            place,
            jobs.get(report.job_id),
            report.ref,
            report.number10,
            report.outcome.value,
            _STRENGTH.get(report.outcome, 1),
            report.raw_status,
            report.raw_error,
            report.operator,
            report.parts,
            at and (at - at.utcoffset()).replace(tzinfo=None, microsecond=0),
            report.confirmed,
        )

    @api.model
    def _note_odd(self, gateway, reports):
        odd = {one.raw_status for one in reports if one.outcome is Outcome.UNKNOWN}
        if odd:
            _logger.warning(
                "account %s: states nobody has described: %s", gateway.id, sorted(odd)
            )

    @api.model
    def _follow(self, gateway, moved, job_ids):
        """Take the ends further: Odoo's own records, requests, the account, the ledger.

        ``moved`` are `Moved`, ``job_ids`` the requests they belong to.
        """
        if not moved:
            return
        self._tell_ends(moved)
        self.env["iys.sms.job"]._close_done(list(job_ids))
        outcomes = {one.outcome for one in moved}
        if Outcome.CREDIT.value in outcomes:
            gateway._note_no_credit()
        if Outcome.IYS_REJECTED.value in outcomes:
            refused = [m.id for m in moved if m.outcome == Outcome.IYS_REJECTED.value]
            self.browse(refused)._doubt_approvals()


class IysSmsJob(models.Model):
    _inherit = "iys.sms.job"

    _several_idx = models.Index("(gateway_id) WHERE job_ids LIKE '% %'")

    @api.model
    def _note_reported(self, operators):
        """A report that names an unknown request proves that the operator has it (R-27).

        ``operators`` is {request id: the operator's own id of it, or None}.
        """
        self.env.cr.execute(
            """
            SELECT id FROM iys_sms_job WHERE id = ANY(%s) AND state IN ('unknown', 'closed')
            FOR NO KEY UPDATE SKIP LOCKED
            """,
            [list(operators)],
        )
        for job in self.browse([row[0] for row in self.env.cr.fetchall()]):
            known = (job.job_ids or "").split()
            job._found(known or [operators[job.id] or ""])

    @api.model
    def _close_done(self, ids):
        """End the requests of which every recipient has an end."""
        self.env.cr.execute(
            """
            UPDATE iys_sms_job SET state = 'done', ended_at = %s, poll_at = NULL
            WHERE id IN (
                SELECT j.id FROM iys_sms_job j
                WHERE j.id = ANY(%s) AND j.state = 'accepted' AND NOT EXISTS (
                    SELECT 1 FROM iys_sms_dispatch d
                    WHERE d.job_id = j.id AND d.state <> 'ended')
                FOR NO KEY UPDATE OF j SKIP LOCKED)
            """,
            [fields.Datetime.now(), ids],
        )
        self.invalidate_model(flush=False)
