"""Traces of a mailing know which rule and which act decided (L-64)."""

from odoo import fields, models

from ..record.iys_ledger_link import LedgerLink
from .gate_words import FAILURES, RULE_WORDS


class MailingTrace(models.Model):
    _inherit = "mailing.trace"

    failure_type = fields.Selection(selection_add=FAILURES)
    iys_rule = fields.Selection(RULE_WORDS, "Send check", readonly=True)
    iys_consent_id = LedgerLink(
        "iys.consent",
        "Consent",
        readonly=True,
        groups="izinnet_iys.group_collector,izinnet_iys.group_auditor",
    )

    # each lot of a mailing asks whether its addresses were written to already; the
    # address comes first, so that an A/B campaign is answered by the same index
    _iys_seen_idx = models.Index("(email, mass_mailing_id) WHERE email IS NOT NULL")
