"""A published word: who texts it approves by an act of their own (L-26)."""

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import html2plaintext

from ...sms_gateways import Reading, read
from ...sms_gateways.inbound import FILLERS, REFUSALS, words

SHORTEST = 3


class IysSmsKeyword(models.Model):
    """Belongs to a published form, whose text says what the word means.

    The form asks for one thing only, the approval of SMS: a word cannot tick boxes.
    """

    _name = "iys.sms.keyword"
    _description = "Keyword of a consent form"
    _order = "gateway_id, name"

    name = fields.Char("Word", required=True)
    active = fields.Boolean(default=True)
    gateway_id = fields.Many2one(
        "iys.sms.gateway", "SMS account", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="gateway_id.company_id", store=True)
    receiver = fields.Char("Number it is sent to", required=True)
    point_id = fields.Many2one(
        "iys.form.point",
        "Form",
        required=True,
        domain="[('company_id', '=', company_id), ('kind', '!=', 'visit')]",
    )

    @api.constrains("name", "gateway_id", "receiver", "point_id", "active")
    def _check_lawful(self):
        for keyword in self.filtered("active"):
            if fault := keyword._fault():
                raise ValidationError(fault)
            if keyword._rivals():
                raise ValidationError(
                    self.env._("This word is used for this number already.")
                )

    def _rivals(self):
        return self.search(
            [("gateway_id", "=", self.gateway_id.id), ("id", "!=", self.id)]
        ).filtered(lambda other: other._is_meant(self.name, self.receiver))

    def _is_meant(self, text, receiver):
        """Tell whether a text to a number is this word and nothing else."""
        said = words(text or "")
        return said == words(self.name) and _digits(receiver) == _digits(self.receiver)

    def _fault(self):
        """Return why the word can be nobody's approval (now), in words, or None."""
        self.ensure_one()
        said = words(self.name or "")
        if len(said) != 1 or len(said[0]) < SHORTEST:
            return self.env._("A keyword is one word of at least three letters.")
        if said[0] in REFUSALS | FILLERS or read(self.name) is Reading.REFUSAL:
            return self.env._("“%s” means a refusal, or nothing at all.", self.name)
        form = self.point_id.form_id
        if form.company_id != self.company_id or self.point_id.kind == "visit":
            return self.env._("The form belongs to another company, or to one contact.")
        if form.state != "published" or not form.version_id:
            return self.env._("Publish the form first.")
        return self._fault_of_version(form.version_id, said[0])

    def _fault_of_version(self, version, word):
        if not version._iys_sms_box():
            return self.env._(
                "The form has to ask for one thing only, the approval of SMS."
            )
        if word not in words(version._iys_shown_text()):
            return self.env._(
                "The form's text has to name the word “%s” and say what it means.",
                self.name,
            )
        return None


class IysFormVersion(models.Model):
    _inherit = "iys.form.version"

    def _iys_sms_box(self):
        """Return the version's only box when it is the approval of SMS, else None."""
        boxes = self._content_in("tr_TR").get("questions", ())
        if len(boxes) != 1:
            return None
        is_sms = (boxes[0]["kind"], boxes[0]["type"]) == (
            "commercial_approval",
            "MESAJ",
        )
        return boxes[0] if is_sms else None

    def _iys_shown_text(self):
        """Return all words a visitor of this version reads, in Turkish."""
        content = self._content_in("tr_TR")
        told = [content.get("title"), content.get("intro")]
        for box in content.get("questions", ()):
            told += [box["label"], html2plaintext(box["notice"].get("body") or "")]
        return "\n".join(part for part in told if part)


def _digits(number):
    """The digits of a number that tell it apart; short numbers have few."""
    return re.sub(r"\D", "", number or "")[-10:]
