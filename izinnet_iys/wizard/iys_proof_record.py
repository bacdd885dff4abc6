"""One act as a record in the sections of ISO/IEC TS 27560, and checkable by itself."""

from hashlib import sha256

from odoo import models

from ..models.record.iys_ledger_copy import spell_json, utc
from ..models.record.iys_ledger_draft import HASH_VERSION
from .turkish_time import local_iso

SCHEMA = "ISO/IEC TS 27560:2023"


class IysConsent(models.Model):
    _inherit = "iys.consent"

    def _as_record(self, files=()):
        """Return this act as plain JSON values, sections named as in TS 27560.

        ``files`` are the entries of its attachments in the pack. Of a masked act the
        vault is opened: whoever asks has given a reason, which is in the day log (L-33).
        """
        self.ensure_one()
        locked = self._open_locked()
        return {
            "header": self._record_header(locked),
            "processing": self._record_processing(),
            "party": self._record_party(),
            "event": {**self._record_event(locked), "files": list(files)},
            "receipt": self._record_receipt(),
            "integrity": self._integrity(),
        }

    def _open_locked(self):
        """Return what masking has locked away of this act; empty when nothing was."""
        if self.recipient:
            return {}
        vault_sudo = self.env["iys.vault"].sudo()  # nobody has a right on the vault
        return vault_sudo._open(self._name, self.ids).get(self.id, {})

    def _record_header(self, locked):
        return {
            "schema_version": SCHEMA,
            "record_id": self.uid,
            "pii_principal_id": self.recipient_key,
            "recipient": self.recipient or locked.get("recipient"),
            "is_masked": not self.recipient,
            "recipient_type": self.recipient_type,
            "person_name": self.person_name or locked.get("person_name"),
        }

    def _record_processing(self):
        notice = self.notice_id
        return {
            "purpose": "commercial electronic messages (Law 6563)",
            "channel": self.type,
            "collection_method": self.source or None,
            "privacy_notice": notice
            and {
                "notice_id": notice.id,
                "name": notice.name,
                "kind": notice.kind,
                "version": notice.version,
                "language": notice.language,
                "sha256": notice.sha256,
            }
            or None,
        }

    def _record_party(self):
        brand = self.brand_id
        return {
            "brand_id": brand.id,
            "controller": brand.trade_name or brand.company_id.name,
            "brand": brand.name,
            "brand_code": brand.brand_code,
            "iys_code": brand.account_id.iys_code,
            "mersis": brand.mersis or None,
            "contact": brand.contact or None,
            "retailer_code": self.retailer_code or None,
        }

    def _record_event(self, locked):
        # the name of the colleague who took it is part of the proof
        user_sudo = self.user_id.sudo()
        return {
            "status": self.status,
            "state": self.state,
            "time": local_iso(self.consent_date),
            "time_utc": utc(self.consent_date),
            "recorded_at": local_iso(self.recorded_at),
            "recorded_by": user_sudo.name or None,
            "in_force_now": self.is_effective,
            "last_moment_for_iys": local_iso(self.promise),
            "legal_end": local_iso(self.deadline),
            "evidence": locked.get("evidence") or self.evidence or {},
        }

    def _record_receipt(self):
        return {
            "registry": "İYS",
            "transaction_id": self.transaction_id or None,
            "recorded_at_registry": local_iso(self.iys_creation_date),
            "confirmed_here": local_iso(self.registered_at),
            "request_id": self.exchange_id.request_id or None,
            "exchange_id": self.exchange_id.id or None,
            "error_code": self.error_code or None,
            "error_message": self.error_message or None,
        }

    def _integrity(self):
        """Return the fingerprint and the exact words it was made from.

        An act of ours was sealed before İYS answered, one that came from İYS with its
        answer; the words that fit are given. When neither fits, the act was changed
        outside the system, and whoever checks the pack will see it.
        """
        wanted = (self.content_hash or "").partition("$")[2]
        before = self._content_words(None, None)
        after = self._content_words(
            self.transaction_id or None, utc(self.iys_creation_date)
        )
        fits = sha256(after.encode()).hexdigest() == wanted
        return {"content_hash": self.content_hash, "content": after if fits else before}

    def _content_words(self, transaction_id, creation_date):
        """Spell what makes the act as ``content_hash`` of the ledger does."""
        parts = (
            self.uid, self.brand_id.id, self.recipient_key, self.recipient_type,
            self.type, self.status, self.source, utc(self.consent_date),
            self.retailer_code, self.notice_id.id, self.proof_key, self.origin_model,
            self.origin_id, transaction_id, creation_date,
        )  # fmt: skip
        return spell_json([HASH_VERSION, *[part or None for part in parts]])
