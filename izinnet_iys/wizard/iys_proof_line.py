"""Lines of the proof screen: what stood at a moment, and what was not sent."""

from odoo import fields, models

from ..models.gate.gate_words import RULE_WORDS

TYPES = [("ARAMA", "Call"), ("MESAJ", "SMS"), ("EPOSTA", "E-mail")]
STATUSES = [("ONAY", "Approved"), ("RET", "Refused")]


class IysProofState(models.TransientModel):
    """What stood for one address at the moment the screen names."""

    _name = "iys.proof.state"
    _description = "State as of"

    proof_id = fields.Many2one("iys.proof", required=True, ondelete="cascade")
    recipient = fields.Char()
    brand_id = fields.Many2one("iys.brand", ondelete="cascade")
    type = fields.Selection(TYPES, "Channel")
    recipient_type = fields.Selection(
        [("BIREYSEL", "Individual"), ("TACIR", "Merchant")], "Recipient type"
    )
    status = fields.Selection(
        STATUSES, "Stood", help="By the dates of the acts and of İYS's record."
    )
    known_status = fields.Selection(
        STATUSES, "Known here", help="What this company had been told by then."
    )
    consent_id = fields.Many2one("iys.consent", "Consent", ondelete="cascade")


class IysProofAttempt(models.TransientModel):
    """A message that was meant for the address and was kept back (L-64)."""

    _name = "iys.proof.attempt"
    _description = "Message kept back"
    _order = "moment desc, id"

    proof_id = fields.Many2one("iys.proof", required=True, ondelete="cascade")
    moment = fields.Datetime()
    type = fields.Selection(TYPES, "Channel")
    recipient = fields.Char()
    rule = fields.Selection(RULE_WORDS, "Send check")
    subject = fields.Char()
    brand_id = fields.Many2one("iys.brand", ondelete="cascade")
    consent_id = fields.Many2one("iys.consent", "Deciding consent", ondelete="cascade")
