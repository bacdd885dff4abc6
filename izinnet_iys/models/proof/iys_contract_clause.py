"""The consent clause of a signed contract, looked for in its PDF (L-23, L-24)."""

import io

from odoo import fields, models

from ...iys_api.contract_clause import check_clause
from ...iys_api.notice_lines import Line
from ...iys_api.notice_rules import RULES
from ...report.pdf_lines import UnreadablePdf, read_last_lines


class IysDocument(models.Model):
    """A contract's file can be checked: heading, place, type size, boxes per channel.

    The check reads the text of the last pages. Ticks made by hand are no text; what it
    says of a scan is that a person has to look.
    """

    _inherit = "iys.document"

    clause_state = fields.Selection(
        [
            ("good", "The clause is as it must be"),
            ("faulty", "The clause has faults"),
            ("unreadable", "Cannot be read by itself"),
        ],
        "Consent clause",
        readonly=True,
        copy=False,
    )
    clause_text = fields.Text("What was found", readonly=True, copy=False)

    def write(self, vals):
        """Override of `izinnet_iys`: another file has not been checked."""
        if "file" in vals:
            vals = {**vals, "clause_state": False, "clause_text": False}
        return super().write(vals)

    def action_check_clause(self):
        """Look for the clause in the contracts' files and keep what was found."""
        for document in self:
            content = document._content()
            try:
                lines = read_last_lines(io.BytesIO(content), len(content))
            except UnreadablePdf:
                document.clause_state = "unreadable"
                document.clause_text = self.env._(
                    "The file is a picture, locked or damaged: read it yourself. The"
                    " clause needs its own heading “ticari elektronik ileti” at the end,"
                    " at least 12 points, and boxes to accept and to refuse per channel."
                )
            else:
                faults = document._clause_faults(lines)
                document.clause_state = "faulty" if faults else "good"
                document.clause_text = "\n".join(faults)

    def _clause_faults(self, lines: list[Line]):
        """Say in words, with the rule, what the lines of a contract lack."""
        notices = self.env["iys.notice"]
        about = {}
        for fault in check_clause(lines):
            about.setdefault(fault.code, []).append(fault.type)
        return [
            f"• {notices._fault_words(code, types)} [{RULES[code]}]"
            for code, types in about.items()
        ]
