"""The message log: what was sent to whom, in which words, and why it was allowed (L-34)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..append_only import protect
from ..record.iys_ledger_link import LedgerLink
from ..record.masked_char import MaskedChar
from .gate_words import CLASSES, RULE_WORDS


class IysMessage(models.Model):
    """One message that left for one address; kept three years, never edited (L-33).

    Rows come through ``_log_sent`` alone, in the transaction that marks the message as
    sent. ``token`` opens the refusal page for exactly this message as long as the row
    lives, so it is known before the message leaves (``_new_token``). The words are kept
    compressed, as this one recipient got them; ``body_sha256`` is over the words.
    """

    _name = "iys.message"
    _description = "Message log"
    _inherit = ["iys.masked"]
    _order = "id desc"
    _rec_name = "subject"
    _log_access = False

    sent_at = fields.Datetime("Sent on", required=True, readonly=True)
    brand_id = LedgerLink("iys.brand", readonly=True)
    company_id = LedgerLink("res.company", readonly=True)
    type = fields.Selection(
        [("MESAJ", "SMS"), ("EPOSTA", "E-mail")],
        "Channel",
        required=True,
        readonly=True,
    )
    recipient = MaskedChar(readonly=True)
    recipient_key = fields.Char(required=True, readonly=True)
    partner_id = LedgerLink("res.partner", "Contact", readonly=True)
    message_class = fields.Selection(
        CLASSES, "Message class", required=True, readonly=True
    )
    rule = fields.Selection(RULE_WORDS, "Why it was allowed", readonly=True)
    consent_id = LedgerLink("iys.consent", "Consent used", readonly=True)
    sender = fields.Char(readonly=True)
    #: who carried an SMS, and our reference of the request (L-34)
    carrier = fields.Char("Operator", readonly=True)
    carrier_ref = fields.Char("Request", readonly=True)
    subject = fields.Char(readonly=True)
    # compressed, so of no use to anybody who reads it raw
    body = fields.Binary(attachment=False, readonly=True, groups=fields.NO_ACCESS)
    body_sha256 = fields.Char("Fingerprint (SHA-256)", readonly=True)
    message_ref = fields.Char("Message-ID", readonly=True)
    mailing_id = LedgerLink("mailing.mailing", "Mailing", readonly=True)
    res_model = fields.Char("Kind of record", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    user_id = LedgerLink("res.users", "Sent by", readonly=True)
    token = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)

    _token_uniq = models.UniqueIndex("(token)")
    _recipient_idx = models.Index("(recipient_key, sent_at)")
    _mailing_idx = models.Index("(mailing_id) WHERE mailing_id IS NOT NULL")
    _sent_brin = models.Index("USING brin (sent_at)")

    def init(self):
        """Override of `base`: the database itself keeps the log append-only (R-31)."""
        protect(self.env.cr, self._table)

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Override of `base`: refuses; rows come through ``_log_sent`` alone."""
        raise UserError(self.env._("The message log is written by the system alone."))

    def write(self, vals):  # pylint: disable=method-required-super
        """Override of `base`: what was sent is not rewritten."""
        raise UserError(self.env._("The message log cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "The message log is proof and cannot be deleted. When its legal term ends,"
                " the destruction job removes it."
            )
        )
