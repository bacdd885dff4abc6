"""From waiting SMS to one request: asked at the gate, completed, sorted."""

import secrets

from odoo import fields, models

from ...sms_gateways import encoding_of, read_number
from .lot import Item, Key

#: Random bytes of our id on the wire; Verimor takes 32 characters.
REF_BYTES = 16


class SmsSms(models.Model):
    _inherit = "sms.sms"

    iys_wait_reason = fields.Selection(
        [
            ("title", "No approved sender title"),
            ("release", "Waits for the release with e-signature"),
        ],
        "Waits because",
        readonly=True,
        copy=False,
    )

    def _iys_send_lot(self, gateway):
        """Send one request of the first sort; return lists of ids that are left over.

        ``self`` is locked. The gate is asked now, and once more for refusals after the
        intent is committed, right before the call.
        """
        first = self._iys_of_one_class()
        decisions = first._iys_ask_gate()
        leaving = first.filtered(lambda sms: decisions[sms].may_send)
        (first - leaving)._iys_settle(decisions)
        leaving = leaving._iys_usable()
        items = leaving._iys_items(gateway, decisions) if leaving else []
        jobs = self.env["iys.sms.job"]
        if not items:
            self.env["iys.exchange"]._commit()
            return _without(self.ids, first.ids)
        together = _of_one_request(items)
        leaving._iys_note_changed(decisions)
        lot = jobs._begin(gateway, first, together)
        over = _without(self.ids, [*(first - leaving).ids, *lot.sms_ids])
        return [*over, *jobs._make(gateway, lot)]

    def _iys_of_one_class(self):
        """Return the SMS that share class and brand with the first."""
        kind = (self[0]._iys_class()._replace(is_logged=True), self[0].iys_company_id)
        return self.filtered(
            lambda sms: (
                (sms._iys_class()._replace(is_logged=True), sms.iys_company_id) == kind
            )
        )

    def _iys_usable(self):
        """Return the SMS that are still of use; the others end (codes that ran out)."""
        now = fields.Datetime.now()
        late = self.filtered(
            lambda sms: sms.iys_expires_at and sms.iys_expires_at <= now
        )
        if late:
            late._update_sms_state_and_trackers("canceled", "iys_sms_too_late")
            late._iys_tell_origins("failed", self.env._("It was not sent in time."))
        return self - late

    def _iys_items(self, gateway, decisions):
        """Complete texts and sort SMS; those without a title wait. Returns `Item`s."""
        sms_class = self[0]._iys_class()
        brand = self[0]._iys_sending_brand()
        titles = self.env["iys.sms.title"]
        title = titles._for_send(brand, gateway.company_id, sms_class.is_commercial)
        if not title:
            self._iys_wait_for("title")
            return []
        if sms_class.is_commercial and gateway.needs_release:
            unsigned = self.filtered(lambda sms: not sms.mailing_id.iys_release_ref)
            unsigned._iys_wait_for("release")
            self -= unsigned
        types = self._iys_recipient_types(decisions) if sms_class.is_commercial else {}
        return [
            self._iys_item(sms, title, decisions[sms], types.get(sms), sms_class)
            for sms in self
        ]

    def _iys_item(self, sms, title, decision, recipient_type, sms_class):
        text, token = sms._iys_leaving_text(sms_class)
        kind = "commercial" if sms_class.is_commercial else "info"
        if sms_class.message_class == "OTP" and not sms_class.is_commercial:
            kind = "otp"
        return Item(
            sms_id=sms.id,
            uuid=sms.uuid,
            number=sms.number or "",
            text=text,
            token=token,
            decision=decision,
            key=Key(title.id, kind, recipient_type, encoding_of(text)),
            ref=secrets.token_hex(REF_BYTES),
            mailing_id=sms.mailing_id.id,
        )

    def _iys_leaving_text(self, sms_class):
        """Return (text, token): with what the law wants to read in a commercial one."""
        if not sms_class.is_commercial:
            return self.body or "", self.iys_token or None
        token = self.iys_token or self.env["iys.message"]._new_token()
        brand = self._iys_sending_brand()
        lang = self.partner_id.lang
        return brand._iys_sms_text(self.body, token, lang, self.mailing_id), token

    def _iys_recipient_types(self, decisions):
        """Return {SMS: BIREYSEL or TACIR}: as whom the gate let each through (L-9, L-36).

        The operator looks the number up at İYS under this type: that of the approval in
        force, TACIR where the address is a merchant's.
        """
        consent_ids = {decisions[sms].consent_id for sms in self} - {None}
        consents_sudo = self.env["iys.consent"].sudo()  # the check's own answer
        consents = consents_sudo.browse(consent_ids)
        known = {consent.id: consent.recipient_type for consent in consents}
        return {
            sms: "TACIR"
            if decisions[sms].rule == "merchant"
            else known[decisions[sms].consent_id]
            for sms in self
        }

    def _iys_wait_for(self, reason):
        """Leave SMS in the queue until a person has done what is missing."""
        if self:
            self.write({"iys_wait_reason": reason})
            self._iys_wait(reason)

    def _iys_note_changed(self, decisions):
        """Keep rule and act where the gate decided otherwise than when it was prepared."""
        for decision, sms in self.grouped(lambda sms: decisions[sms]).items():
            sms._iys_note_rule(decision)


def _of_one_request(items):
    """Return the items that go with the first: the same sort, no number twice."""
    key, seen, together = items[0].key, set(), []
    for item in items:
        number = read_number(item.number)
        ten = number.ten if number else item.ref
        if item.key == key and ten not in seen:
            seen.add(ten)
            together.append(item)
    return together


def _without(ids, done):
    """Return [the ids that are not done], or [] when all are."""
    left = sorted(set(ids) - set(done))
    return [left] if left else []
