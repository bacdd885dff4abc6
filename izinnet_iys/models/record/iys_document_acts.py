"""Which consents rest on a document, and the guard of its file (L-18, L-32)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: Acts of the document's brand that name it in their proof, carry its file or a copy
#: handed out by it, or belong to its contact and carry the same bytes.
ACTS = """
    WITH document AS (
        SELECT d.id, d.brand_id, d.partner_id, a.id AS file_id, a.checksum
        FROM iys_document d
        LEFT JOIN ir_attachment a ON a.res_model = 'iys.document'
             AND a.res_field = 'file' AND a.res_id = d.id
        WHERE d.id IN %(ids)s
    ), files AS (
        SELECT id, file_id FROM document WHERE file_id IS NOT NULL
        UNION
        SELECT document_id, attachment_id FROM iys_document_copy_rel
        WHERE document_id IN %(ids)s
    )
    SELECT f.id, r.%(act)s FROM files f JOIN %(rel)s r ON r.%(file)s = f.file_id
    UNION
    SELECT d.id, c.id FROM document d JOIN iys_consent c
      ON c.evidence ? 'document_id' AND c.evidence->>'document_id' = d.id::text
     AND c.brand_id = d.brand_id
    UNION
    SELECT d.id, c.id FROM document d
      JOIN iys_consent c ON c.partner_id = d.partner_id AND c.brand_id = d.brand_id
      JOIN %(rel)s r ON r.%(act)s = c.id
      JOIN ir_attachment a ON a.id = r.%(file)s AND a.checksum = d.checksum
"""


class IysDocument(models.Model):
    _inherit = "iys.document"

    copy_ids = fields.Many2many(
        "ir.attachment",
        "iys_document_copy_rel",
        "document_id",
        "attachment_id",
        "Copies handed to consents",
        readonly=True,
        copy=False,
    )
    consent_ids = fields.Many2many(
        "iys.consent", string="Consents", compute="_compute_consent_ids"
    )
    consent_count = fields.Integer(compute="_compute_consent_ids")

    def _compute_consent_ids(self):
        acts = self._acts_by_document()
        for document in self:
            found = self.env["iys.consent"].browse(acts.get(document._origin.id, ()))
            document.consent_ids = found._filtered_access("read")
            document.consent_count = len(document.consent_ids)

    def _act_ids(self):
        """Return the ids of all acts that rest on these documents."""
        return sorted(set().union(*self._acts_by_document().values()))

    def _acts_by_document(self):
        """Find, in one query, {document: [acts, latest first]}."""
        ids = tuple(self._origin.ids)
        if not ids:
            return {}
        self.env.flush_all()
        field = self.env["iys.consent"]._fields["attachment_ids"]
        query = SQL(
            ACTS,
            ids=ids,
            rel=SQL.identifier(field.relation),
            act=SQL.identifier(field.column1),
            file=SQL.identifier(field.column2),
        )
        acts = {}
        for document, act in sorted(self.env.execute_query(query), reverse=True):
            acts.setdefault(document, []).append(act)
        return acts

    def action_open_consents(self):
        """Show the consents that rest on this document."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "izinnet_iys.iys_consent_action"
            ),
            "domain": [("id", "in", self.consent_ids.ids)],
            "context": {},
        }

    def action_collect(self):
        """Open *Collect consent* with this document's contact, text, date and file."""
        self.ensure_one()
        if not self.sha256:
            raise UserError(self.env._("Attach the file first: it is the proof."))
        ways = {"paper": "paper", "tablet": "device", "recording": "call"}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Collect consent"),
            "res_model": "iys.capture",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_brand_id": self.brand_id.id,
                "default_partner_id": self.partner_id.id,
                "default_method": ways.get(self.kind, "paper"),
                "default_notice_id": self._notice_shown().id,
                "default_reference": self.reference or self.name,
                "default_attachment_ids": self._hand_out().ids,
            },
        }

    def _notice_shown(self):
        return self.notice_id.filtered(lambda notice: notice.state == "published")

    def _hand_out(self):
        """Make a copy of the file for a consent: the consent owns it from then on."""
        copy = self.env["ir.attachment"].create(
            {
                "name": self.file_name or self.name,
                "raw": self._content(),
                "res_model": "iys.capture",
            }
        )
        self.copy_ids += copy
        return copy


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        """Override of `base`: the file of a proof keeps its bytes and its place."""
        if {"raw", "datas", "db_datas", "res_model", "res_id", "res_field"} & set(vals):
            self._iys_check_documents()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _iys_unlink_unless_proof(self):
        self._iys_check_documents()

    def _iys_check_documents(self):
        """Raise UserError when one of these files is the proof of a consent."""
        ids = {
            file.res_id
            for file in self.sudo()  # sudo: asks only where files belong
            if file.res_model == "iys.document" and file.res_field == "file"
        }
        # sudo: who may not see the act may not spoil it either
        self.env["iys.document"].sudo().browse(ids).exists()._check_free()


class IysConsent(models.Model):
    _inherit = "iys.consent"

    # which acts name a document in their proof
    _document_idx = models.Index(
        "((evidence->>'document_id')) WHERE evidence ? 'document_id'"
    )
