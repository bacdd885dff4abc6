"""One text to one number within a request, and what became of it (R-27, R-28)."""

from odoo import fields, models

from odoo.addons.izinnet_iys.models.record.masked_char import MaskedChar

#: The operators' outcomes (``sms_gateways.Outcome``), and two of our own.
OUTCOMES = [
    ("pending", "On its way"),
    ("delivered", "Delivered"),
    ("expired", "Not reached in time"),
    ("not_delivered", "Not delivered"),
    ("invalid_destination", "Number does not exist"),
    ("rejected", "Refused by the network"),
    ("duplicate", "Taken for a repetition"),
    ("blacklist", "On the operator's block list"),
    ("credit", "No credit left"),
    ("country", "Country not allowed"),
    ("iys_rejected", "Refused at İYS, says the operator"),
    ("iys_error", "İYS could not be asked by the operator"),
    ("unknown", "State nobody has described"),
    ("ambiguous", "Answer unknown"),
    ("not_sent", "Not sent"),
]


class IysSmsDispatch(models.Model):
    """Rows by the hundred thousand; no ORM create row by row, few indexes.

    ``ref`` is our own random id on the wire, never the SMS's uuid (whoever knows that
    can forge a status at Odoo's own route). Reports find a row by ``ref`` or by job and
    the last ten digits.

    ``state`` only moves forward: in_flight → accepted → an end (``ended``), or unknown →
    accepted or ended. An end is final; only *delivered* wins over another end, as the
    operator's last word (sms.md trap 6).
    """

    _name = "iys.sms.dispatch"
    _description = "SMS to one number"
    _inherit = ["iys.masked"]
    _order = "id desc"
    _rec_name = "ref"
    _log_access = False

    job_id = fields.Many2one(
        "iys.sms.job", required=True, readonly=True, ondelete="cascade"
    )
    ref = fields.Char(required=True, readonly=True)
    sms_uuid = fields.Char(required=True, readonly=True)
    number = MaskedChar(readonly=True)
    number10 = MaskedChar(readonly=True)
    state = fields.Selection(
        [
            ("in_flight", "Being sent"),
            ("accepted", "Accepted by the operator"),
            ("ended", "Settled"),
            ("unknown", "Answer unknown"),
        ],
        required=True,
        readonly=True,
        default="in_flight",
    )
    outcome = fields.Selection(OUTCOMES, "What became of it", readonly=True)
    message_id = fields.Char("Operator's number", readonly=True)
    raw_status = fields.Char("Operator's status", readonly=True)
    raw_error = fields.Char("Operator's error", readonly=True)
    operator = fields.Char("Network", readonly=True)
    parts = fields.Integer(readonly=True)
    at = fields.Datetime("Reported for", readonly=True)
    confirmed = fields.Boolean(readonly=True, default=True)

    _ref_uniq = models.UniqueIndex("(ref)")
    _number_idx = models.Index("(job_id, number10)")
    _uuid_idx = models.Index("(sms_uuid)")

    def _apply_reports(self, gateway, reports):
        """Apply ``sms_gateways.DeliveryReport`` rows of one account, in sets.

        Moves dispatches, their SMS, trackers, notifications and traces forward; never
        waits for, nor touches, a row a sender holds (R-28). Returns the reports for
        which no row is there (yet): the caller keeps them and tries again.
        """
        raise NotImplementedError
