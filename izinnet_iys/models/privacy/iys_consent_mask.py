"""The ledger's own guard, with the one narrow door of masking and stage 2 (R-31, L-58)."""

from dataclasses import replace

from odoo import api, models
from odoo.tools import SQL

from .masking_steps import KEPT_EVIDENCE

GUARD_SQL = """
CREATE OR REPLACE FUNCTION iys_consent_delete_guard() RETURNS trigger AS $$
BEGIN
    IF OLD.recipient IS NULL AND OLD.person_name IS NULL AND iys_destruction_runs() THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'iys_consent: an act is never changed or deleted';
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS iys_consent_no_delete ON iys_consent;
CREATE TRIGGER iys_consent_no_delete BEFORE DELETE ON iys_consent
FOR EACH ROW EXECUTE FUNCTION iys_consent_delete_guard();
"""


class IysConsent(models.Model):
    _inherit = "iys.consent"

    def init(self):
        """Override of `izinnet_iys`: a masked act may go when an approved destruction
        runs, and no other way; blanking is in the guard of the ledger itself."""
        result = super().init()
        self.env.cr.execute(GUARD_SQL)
        return result

    @api.model
    def _store(self, drafts, now):
        """Override of `izinnet_iys`: what İYS repeats of a masked person stays masked."""
        self._blank_masked(drafts)
        return super()._store(drafts, now)

    @api.model
    def _blank_masked(self, drafts):
        """Take the person out of acts of masked people that are only repeats (T-29).

        A new approval, and whatever has to be handed to İYS, needs the address: those are
        the person's own new acts. A refusal that İYS repeats, or an approval from before
        the refusal that a comparison brings back, is kept by key.
        """
        told = [d for d in drafts if d.status == "RET" and d.state != "queued"]
        older = [d for d in drafts if d.status == "ONAY" and d.state == "received"]
        if not (told or older):
            return
        masked = self.env["iys.erasure"]._masked_among({d.key for d in told + older})
        refused = self._refused_at({d.key for d in older} & masked)
        for draft in told + older:
            since = refused.get(draft.place)
            is_repeat = draft.status == "RET" or (since and draft.moment <= since)
            if draft.key in masked and is_repeat:
                _blank(draft)

    @api.model
    def _refused_at(self, keys):
        """Return {place: moment of the refusal in force} of some keys, naive UTC."""
        if not keys:
            return {}
        rows = self.env.execute_query(
            SQL(
                "SELECT recipient_key, brand_id, type, recipient_type,"
                " COALESCE(consent_date, iys_creation_date, recorded_at)"
                " FROM iys_consent WHERE recipient_key = ANY(%s)"
                " AND status = 'RET' AND is_effective IS TRUE",
                list(keys),
            )
        )
        return {tuple(place): moment for *place, moment in rows}


def _blank(draft):
    evidence = draft.act.evidence or {}
    kept = {name: value for name, value in evidence.items() if name in KEPT_EVIDENCE}
    draft.recipient = None
    draft.act = replace(draft.act, person_name=None, evidence=kept, partner_id=0)
