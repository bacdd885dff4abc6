"""The ledger's own guard, with the one narrow door of masking and stage 2 (R-31, L-58)."""

from dataclasses import replace

from odoo import api, models

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
        the person's own new acts. A refusal that İYS repeats, or an old movement that a
        comparison brings back, is kept by key.
        """
        repeats = [d for d in drafts if d.status == "RET" and d.state != "queued"]
        if not repeats:
            return
        masked = self.env["iys.erasure"]._masked_among({d.key for d in repeats})
        for draft in repeats:
            if draft.key in masked:
                evidence = draft.act.evidence or {}
                kept = {k: v for k, v in evidence.items() if k in KEPT_EVIDENCE}
                draft.recipient = None
                draft.act = replace(
                    draft.act, person_name=None, evidence=kept, partner_id=0
                )
