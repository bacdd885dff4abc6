"""What an operator pushed, kept as it came before anything is done with it (R-28, R-29)."""

from odoo import fields, models


class IysSmsEvent(models.Model):
    """A route stores the body and answers at once; a job reads it moments later.

    ``digest`` makes a repeated push the same row. A report for a job that is not known
    yet is ``parked`` and looked at again; a body nobody understands is ``faulty`` and
    waits for a person, with its preview masked. Bodies are dropped once they are done.
    """

    _name = "iys.sms.event"
    _description = "Push of an SMS operator"
    _order = "id"
    _log_access = False

    gateway_id = fields.Many2one(
        "iys.sms.gateway", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="gateway_id.company_id")
    kind = fields.Selection(
        [("report", "Delivery report"), ("inbound", "Text"), ("iys", "İYS")],
        required=True,
        readonly=True,
    )
    body = fields.Binary(attachment=False, readonly=True, groups=fields.NO_ACCESS)
    headers = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    digest = fields.Char(required=True, readonly=True)
    received_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    state = fields.Selection(
        [
            ("new", "To be read"),
            ("parked", "Waits for its request"),
            ("done", "Done"),
            ("faulty", "Not understood"),
        ],
        required=True,
        readonly=True,
        default="new",
    )
    tries = fields.Integer(readonly=True)
    error = fields.Char("Why it could not be read", readonly=True)

    _digest_uniq = models.UniqueIndex("(gateway_id, kind, digest)")
    _open_idx = models.Index("(id) WHERE state IN ('new', 'parked')")
