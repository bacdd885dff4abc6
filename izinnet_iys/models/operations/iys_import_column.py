"""What each column of an uploaded file holds."""

from odoo import fields, models

TARGETS = [
    ("recipient", "Recipient (phone or e-mail)"),
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("type", "Channel (call, SMS, e-mail)"),
    ("status", "Status (ONAY / RET)"),
    ("status_ARAMA", "Status for calls"),
    ("status_MESAJ", "Status for SMS"),
    ("status_EPOSTA", "Status for e-mail"),
    ("consent_date", "Consent date"),
    ("consent_time", "Consent time"),
    ("source", "Source"),
    ("recipient_type", "Individual / merchant"),
    ("person_name", "Name"),
    ("first_name", "First name"),
    ("last_name", "Last name"),
    ("brand", "Brand"),
    ("retailer_code", "Dealer code"),
    ("proof", "Proof (reference)"),
]


class IysImportColumn(models.Model):
    """One column of the file and where it goes; an empty target leaves it out."""

    _name = "iys.import.column"
    _description = "Column of an import"
    _order = "import_id, position"
    _rec_name = "header"

    import_id = fields.Many2one(
        "iys.import", required=True, ondelete="cascade", index=True
    )
    position = fields.Integer(required=True, readonly=True)
    header = fields.Char("In the file", readonly=True)
    sample = fields.Char("Examples", readonly=True)
    target = fields.Selection(TARGETS, "Holds")

    _target_uniq = models.UniqueIndex(
        "(import_id, target) WHERE target IS NOT NULL",
        "Two columns cannot hold the same thing. Leave one of them out.",
    )
