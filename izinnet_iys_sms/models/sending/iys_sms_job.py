"""One request to an operator: written before the call, closed after it (R-5, R-27)."""

from odoo import fields, models


class IysSmsJob(models.Model):
    """The book of requests that send.

    Life of a row::

        in_flight --[accepted]--> accepted      (asked about until all are settled: done)
        in_flight --[certainly not carried out]--> refused
        in_flight --[nobody can say; or the worker died]--> unknown
        unknown   --[found at the operator by our id, or by a report]--> accepted
        unknown   --[certainly not there]--> refused
        unknown   --[72 h without a trace, or a person says so]--> closed
        accepted  --[every recipient has an end, or 73 h are over]--> done

    ``in_flight`` is committed before the call. While a worker makes the call it holds an
    advisory lock named by the row's id (as `iys.exchange` does); an ``in_flight`` row
    whose lock is free belongs to a worker that died, and becomes ``unknown``. What is
    unknown is never sent again by a machine.
    """

    _name = "iys.sms.job"
    _description = "SMS request"
    _order = "id desc"
    _rec_name = "job_ref"
    _log_access = False

    gateway_id = fields.Many2one(
        "iys.sms.gateway", "SMS account", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    brand_id = fields.Many2one("iys.brand", readonly=True)
    title = fields.Char("Sender title", required=True, readonly=True)
    kind = fields.Selection(
        [("info", "Informational"), ("commercial", "Commercial"), ("otp", "Code")],
        required=True,
        readonly=True,
    )
    recipient_type = fields.Selection(
        [("BIREYSEL", "Individual"), ("TACIR", "Merchant")], readonly=True
    )
    job_ref = fields.Char(
        "Our reference", required=True, readonly=True, index=True, copy=False
    )
    #: the operator's ids, space-separated: Netgsm may give several
    job_ids = fields.Char("Operator's number", readonly=True, index="btree_not_null")
    state = fields.Selection(
        [
            ("in_flight", "Being sent"),
            ("accepted", "Accepted by the operator"),
            ("refused", "Not accepted"),
            ("unknown", "Answer unknown"),
            ("done", "Done"),
            ("closed", "Closed without an answer"),
        ],
        required=True,
        readonly=True,
        default="in_flight",
    )
    size = fields.Integer("Recipients", readonly=True)
    release_ref = fields.Char("Reference of the release (L-47)", readonly=True)
    raw_code = fields.Char("Operator's code", readonly=True)
    error_code = fields.Char(readonly=True)
    error_message = fields.Char(readonly=True)
    started_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    ended_at = fields.Datetime(readonly=True)
    poll_at = fields.Datetime("Ask again at", readonly=True)
    poll_count = fields.Integer("Times asked", readonly=True)
    dispatch_ids = fields.One2many("iys.sms.dispatch", "job_id", "Recipients' rows")

    _open_idx = models.Index(
        "(gateway_id, state, poll_at) WHERE state IN ('in_flight','accepted','unknown')"
    )
