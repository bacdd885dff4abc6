"""Proof for an address and a span of time, for a message, for a list (L-34)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.turkish_time import today

MIN_REASON = 5


class IysProof(models.TransientModel):
    """One question about proof: what is asked, why, and what was found.

    The manager and the auditor ask; nothing is shown or taken out without a reason, and
    each look is in the day log (L-61). What is shown is found with the user's own rights,
    so another company's acts never appear (L-6).
    """

    _name = "iys.proof"
    _inherit = ["iys.asked"]
    _description = "Proof"

    subject = fields.Selection(
        [
            ("address", "A phone or e-mail"),
            ("list", "A list of addresses"),
            ("mailing", "A mailing"),
            ("message", "A single message"),
        ],
        "Proof for",
        required=True,
        default="address",
    )
    query = fields.Char("Phone or e-mail", help="In any spelling.")
    recipient_key = fields.Char(readonly=True)
    addresses = fields.Text(help="One on each line, or separated by commas.")
    list_file = fields.Binary("Or a file", help="Excel or text; addresses are found.")
    list_name = fields.Char()
    mailing_id = fields.Many2one("mailing.mailing", "Mailing")
    mail_message_id = fields.Many2one("mail.message", "Message", readonly=True)
    date_from = fields.Date(default=lambda self: self._three_years_ago())
    moment = fields.Datetime(
        "State as of", default=fields.Datetime.now, help="Any moment of the past."
    )
    reason = fields.Char(
        help="Kept in the day log. Who asks for this proof, and what for?"
    )
    shown_at = fields.Datetime(readonly=True)
    taken_at = fields.Datetime(readonly=True)
    summary = fields.Text(readonly=True)
    state_ids = fields.One2many("iys.proof.state", "proof_id", readonly=True)
    attempt_ids = fields.One2many("iys.proof.attempt", "proof_id", readonly=True)
    consent_ids = fields.Many2many("iys.consent", string="Acts", readonly=True)
    message_ids = fields.Many2many("iys.message", string="Messages sent", readonly=True)
    exchange_ids = fields.Many2many("iys.exchange", readonly=True)

    @api.depends_context("lang")
    def _compute_display_name(self):
        """Override of `base`: the address asked about is nobody's title."""
        self.display_name = self.env._("Proof")

    @api.model
    def _three_years_ago(self):
        """Messages are kept for three years (L-33)."""
        return fields.Date.subtract(today(), years=3)

    @api.model
    def default_get(self, fields_list):
        """Override of `base`: take the record the user looks at."""
        values = super().default_get(fields_list)
        model = self.env.context.get("active_model")
        record_id = self.env.context.get("active_id")
        takers = {
            "iys.message": self._of_logged,
            "mailing.trace": self._of_trace,
            "mailing.mailing": self._of_mailing,
            "mail.message": self._of_message,
            "res.partner": self._of_partner,
        }
        if record_id and model in takers:
            values.update(takers[model](self.env[model].browse(record_id).exists()))
        return values

    @api.model
    def _of_logged(self, message):
        """A row of the message log: its recipient, as of the moment it left."""
        return {
            "query": message.recipient,
            "recipient_key": message.recipient_key,
            "moment": message.sent_at,
        }

    @api.model
    def _of_trace(self, trace):
        sms = "sms_number" in trace._fields and trace.sms_number
        moment = trace.sent_datetime or trace.create_date
        return {"query": trace.email or sms, "moment": moment}

    @api.model
    def _of_mailing(self, mailing):
        moment = mailing.sent_date or fields.Datetime.now()
        return {"subject": "mailing", "mailing_id": mailing.id, "moment": moment}

    @api.model
    def _of_message(self, message):
        return {
            "subject": "message",
            "mail_message_id": message.id,
            "moment": message.date,
        }

    @api.model
    def _of_partner(self, partner):
        found = [a for a in (partner.phone_sanitized, partner.email_normalized) if a]
        if len(found) == 1:
            return {"query": found[0]}
        return {"subject": "list", "addresses": "\n".join(found)}

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: nobody opens the download without the reason in the log."""
        return super().create([self._without_leave(vals) for vals in vals_list])

    def write(self, vals):
        """Override of `base`: the same for changes."""
        return super().write(self._without_leave(vals))

    @api.model
    def _without_leave(self, vals):
        if self.env.su:
            return vals
        return {name: vals[name] for name in vals if name != "taken_at"}

    def action_show(self):
        """Note the reason, find everything, and show it on this screen."""
        self.ensure_one()
        self._check_asked()
        found = self._find()
        self._fill(found)
        self._log("view", "Proof looked at", found)
        return self._reopen()

    def action_pack(self):
        """Note the reason and open the ZIP."""
        return self._take_away("zip", "Proof taken out")

    def action_pdf(self):
        """Note the reason and open the PDF."""
        return self._take_away("pdf", "Proof taken out")

    def _take_away(self, file_format, words):
        self.ensure_one()
        self._check_asked()
        self._log("export", words, self._find(), format=file_format)
        # only this road, which has logged the reason, opens the download
        self.sudo().taken_at = fields.Datetime.now()
        url = f"/iys/proof/{self.id}/{file_format}"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def _check_asked(self):
        """Raise UserError unless the right person asks, and says why."""
        self.env["iys.report.screen"]._check_may_report()
        if len((self.reason or "").strip()) < MIN_REASON:
            raise UserError(self.env._("Write down why this proof is looked at."))
        self._period()

    def _log(self, kind, words, found, **data):
        """Keep who looked, why and at how many; no address enters the log."""
        self.env["iys.log"]._add(
            kind,
            f"{words}: {self.reason.strip()}",
            data={"subject": self.subject, "addresses": len(found), **data},
        )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Proof"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }
