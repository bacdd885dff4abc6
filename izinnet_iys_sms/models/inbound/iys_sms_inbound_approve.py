"""A keyword of a published form: the person acts first, so it is an approval (L-26)."""

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.izinnet_iys.iys_api.acts import Act

from .iys_sms_inbound_take import SOURCE


class IysSmsInbound(models.Model):
    _inherit = "iys.sms.inbound"

    def _keyword_meant(self):
        """Return the keyword that is the whole text, sent to its own number."""
        keywords_sudo = self.env[
            "iys.sms.keyword"
        ].sudo()  # the job reads for everybody
        found = keywords_sudo.search([("gateway_id", "=", self.gateway_id.id)])
        return found.filtered(lambda one: one._is_meant(self.text, self.receiver))[:1]

    def _approve(self, keyword):
        """Record the person's own approval with the form's version as proof (L-32).

        The date is when the text was written; a form that is closed or does not ask for
        this any more takes nothing, a person looks at the text. A refusal that stands is
        no hindrance: this is the person's own later act, and the address is proved by
        the text itself (L-50). The receipt follows the same day (L-19).
        """
        version = keyword.point_id.form_id.version_id
        if keyword.point_id.form_id._is_closed(keyword.point_id):
            self._hand_to_person(self.env._("The form of this keyword is closed."))
            return
        if fault := keyword._fault():
            self._hand_to_person(fault)
            return
        box = version._iys_sms_box()
        ledger = self.env["iys.consent"].sudo()  # as every entrance of the ledger
        recorded = ledger._record_acts([self._approval(keyword, version, box)])
        if recorded[0].outcome == "faulty":
            raise UserError(
                self.env._("The record book did not take it (%s).", recorded[0].code)
            )
        brand = keyword.point_id.brand_id
        self._note_recorded("approval", recorded, brand)
        self.env["iys.receipt"].sudo()._owe(self.consent_ids)  # as above
        self._order_list("remove")

    def _approval(self, keyword, version, box):
        form = version.form_id
        proof = {
            **self._evidence(),
            "road": "sms_keyword",
            "keyword": keyword.name,
            "form": form.name,
            "form_version": f"{version.number} sha256:{version.sha256}",
            "point": keyword.point_id.name,
            "question": str(box["id"]),
            "label": box["label"],
            "text_sha256": box["notice"].get("sha256"),
            "published_at": fields.Datetime.to_string(version.published_at),
        }
        return Act(
            brand_id=form.brand_id.id,
            recipient=self.sender,
            type="MESAJ",
            status="ONAY",
            source=SOURCE,
            consent_date=self.at,
            notice_id=box["notice"]["id"],
            partner_id=self._find_contact().id or None,
            evidence={name: value for name, value in proof.items() if value},
            origin_model=self._name,
            origin_id=self.id,
        )
