"""The company's decisions on privacy, on the page of its İYS account."""

from odoo import fields, models


def _of_company(name, kind, label):
    """A setting of the company that the administrator of İYS may change here."""
    return kind(
        label,
        compute=lambda self: self._read_company(name),
        inverse=lambda self: self._write_company(name),
    )


class IysAccount(models.Model):
    """Administrators of İYS need no right on companies for the three settings of theirs."""

    _inherit = "iys.account"

    iys_keep_block = _of_company(
        "iys_keep_block",
        fields.Boolean,
        "Keep the block by key after the proof is deleted",
    )
    iys_destruction_months = _of_company(
        "iys_destruction_months", fields.Integer, "Months between destructions"
    )
    iys_ask_again_months = _of_company(
        "iys_ask_again_months",
        fields.Integer,
        "Months before asking again after a refusal",
    )

    def _read_company(self, name):
        for account in self:
            account[name] = account.company_id.sudo()[name]  # no secret

    def _write_company(self, name):
        for account in self:
            account.check_access("write")
            # sudo: this one setting; the right on the account was checked
            account.company_id.sudo()[name] = account[name]
            self.env["iys.log"]._add("setup", "Privacy setting changed", record=account)
