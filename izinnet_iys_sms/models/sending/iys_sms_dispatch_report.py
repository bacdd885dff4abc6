"""Reports move dispatches forward, in sets and around every row a sender holds (R-28)."""

import logging
from typing import NamedTuple

from odoo import api, fields, models

from ...sms_gateways import Outcome

_logger = logging.getLogger(__name__)

CHUNK = 5000
#: Requests a worker has in hand are left out: their rows are the sender's (V-2). So are
#: rows somebody holds at this moment; their reports are told again later.
FIND = """
    WITH told AS (
        SELECT * FROM unnest(%(place)s::int[], %(job)s::int[], %(ref)s::text[],
                             %(number)s::text[]) AS t(place, job_id, ref, number10)
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
    )
    SELECT f.place, f.id, f.job_id, m.id IS NOT NULL
    FROM found f LEFT JOIN mine m ON m.id = f.id
"""
#: Columns a report writes, with their types.
COLUMNS = {
    "outcome": "text",
    "raw_status": "text",
    "raw_error": "text",
    "operator": "text",
    "parts": "int",
    "at": "timestamp",
    "confirmed": "bool",
}
#: Forward only: an end is final, and only *delivered* wins over another one.
MOVE = f"""
    UPDATE iys_sms_dispatch d
    SET state = 'ended', outcome = v.outcome, raw_status = v.raw_status,
        raw_error = v.raw_error, operator = COALESCE(v.operator, d.operator),
        parts = COALESCE(v.parts, d.parts), at = v.at, confirmed = v.confirmed
    FROM unnest(%(id)s::int[], {", ".join(f"%({c})s::{t}[]" for c, t in COLUMNS.items())})
        AS v(id, {", ".join(COLUMNS)})
    WHERE d.id = v.id AND (
        d.state <> 'ended' OR d.outcome = 'ambiguous'
        OR (v.outcome = 'delivered' AND d.outcome IS DISTINCT FROM 'delivered'))
    RETURNING d.id, d.sms_uuid, d.outcome
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
        # a guess about thousands of looks at indexes would start the compiler: seconds
        self.env.cr.execute("SET LOCAL jit = off")
        known, held, operators, best = set(), set(), {}, {}
        for place, row_id, job_id, is_mine in self._find(gateway, reports):
            (known if is_mine else held).add(place)
            operators[job_id] = reports[place].job_id or operators.get(job_id)
            if is_mine:
                best.setdefault(row_id, []).append(place)
        moved = self._move(
            {row_id: _strongest(reports, places) for row_id, places in best.items()}
        )
        self._note_odd(gateway, reports)
        self.env["iys.sms.job"]._note_reported(operators)
        self._follow(gateway, moved, operators)
        return [
            one
            for place, one in enumerate(reports)
            if place not in known or place in held
        ]

    @api.model
    def _find(self, gateway, reports):
        """Return [(place of the report, row, request, whether the row is free)]."""
        jobs = self._jobs_of(gateway, {one.job_id for one in reports} - {None, ""})
        self.env.cr.execute(
            FIND,
            {
                "gateway": gateway.id,
                "place": list(range(len(reports))),
                "job": [jobs.get(one.job_id) for one in reports],
                "ref": [one.ref for one in reports],
                "number": [one.number10 for one in reports],
            },
        )
        return sorted(self.env.cr.fetchall())

    @api.model
    def _move(self, ends):
        """End rows: ``ends`` is {row id: its report}; returns those that moved."""
        final = {row_id: one for row_id, one in ends.items() if one.outcome.is_final}
        if not final:
            return []
        columns = {name: [] for name in COLUMNS}
        for one in final.values():
            at = one.at and (one.at - one.at.utcoffset()).replace(
                tzinfo=None, microsecond=0
            )
            told = (
                one.outcome.value, one.raw_status, one.raw_error, one.operator, one.parts,
                at, one.confirmed,
            )  # fmt: skip
            for column, value in zip(columns.values(), told, strict=True):
                column.append(value)
        self.env.cr.execute(MOVE, {"id": list(final), **columns})
        moved = [Moved(*row) for row in self.env.cr.fetchall()]
        self.invalidate_model(flush=False)
        return moved

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
            SELECT id FROM iys_sms_job WHERE id = ANY(%s) AND state = 'unknown'
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


def _strongest(reports, places):
    """Return the report that counts of several about one message: delivered, another
    end, "on its way"; of two alike the first."""
    told = [reports[place] for place in places]
    return max(
        told, key=lambda one: (one.outcome is Outcome.DELIVERED, one.outcome.is_final)
    )
