"""The twelve things an inspector asks for (L-64), each with its screen and its file."""

from odoo import fields, models
from odoo.exceptions import UserError

CODES = [
    ("person", "Person"),
    ("message", "Message"),
    ("state", "State on a date"),
    ("differences", "Differences with İYS"),
    ("deadlines", "Deadlines"),
    ("refusals", "Refusals"),
    ("confirmations", "Confirmation messages"),
    ("texts", "Texts in use"),
    ("destruction", "Destruction log"),
    ("rights", "Rights and exports"),
    ("training", "Training"),
    ("contracts", "Contracts"),
]


class IysReport(models.Model):
    """One of the twelve questions. The rows are data of the addon; nobody edits them."""

    _name = "iys.report"
    _description = "Inspection report"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, readonly=True)
    question = fields.Char(required=True, translate=True, readonly=True)
    code = fields.Selection(CODES, required=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    icon = fields.Char(readonly=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "There is one report of a kind.")

    def action_open(self):
        """Open the screen that answers this question."""
        self.ensure_one()
        if self.code == "person":
            return self.env["ir.actions.act_window"]._for_xml_id(
                "izinnet_iys.iys_proof_action"
            )
        if self.code not in dict(CODES):
            raise UserError(self.env._("This report does not exist."))
        screen = self.env["iys.report.screen"].create({"report_id": self.id})
        return screen._action_show()
