"""The message log's guard: words may be blanked, ended rows may go (L-33, L-58)."""

import base64

from odoo import models

GUARD_SQL = """
DROP TRIGGER IF EXISTS iys_no_change ON iys_message;
CREATE OR REPLACE FUNCTION iys_message_guard() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' AND iys_destruction_runs() THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'iys_message: rows are added, never changed or deleted';
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS iys_message_no_change ON iys_message;
DROP TRIGGER IF EXISTS iys_message_no_delete ON iys_message;
-- recipient, words and contact may be blanked by masking, never replaced
CREATE TRIGGER iys_message_no_change BEFORE UPDATE ON iys_message FOR EACH ROW
WHEN (
    (OLD.sent_at, OLD.brand_id, OLD.company_id, OLD.type, OLD.recipient_key,
     OLD.message_class, OLD.rule, OLD.consent_id, OLD.sender, OLD.body_sha256,
     OLD.message_ref, OLD.mailing_id, OLD.user_id, OLD.token, OLD.res_model, OLD.res_id)
    IS DISTINCT FROM
    (NEW.sent_at, NEW.brand_id, NEW.company_id, NEW.type, NEW.recipient_key,
     NEW.message_class, NEW.rule, NEW.consent_id, NEW.sender, NEW.body_sha256,
     NEW.message_ref, NEW.mailing_id, NEW.user_id, NEW.token, NEW.res_model, NEW.res_id)
    OR (NEW.recipient IS NOT NULL AND OLD.recipient IS DISTINCT FROM NEW.recipient)
    OR (NEW.subject IS NOT NULL AND OLD.subject IS DISTINCT FROM NEW.subject)
    OR (NEW.body IS NOT NULL AND OLD.body IS DISTINCT FROM NEW.body)
    OR (NEW.partner_id IS NOT NULL AND OLD.partner_id IS DISTINCT FROM NEW.partner_id)
) EXECUTE FUNCTION iys_message_guard();
CREATE TRIGGER iys_message_no_delete BEFORE DELETE ON iys_message
FOR EACH ROW EXECUTE FUNCTION iys_message_guard();
"""


class IysMessage(models.Model):
    _inherit = "iys.message"

    def init(self):
        """Override of `izinnet_iys`: the same guard with the doors of a destruction."""
        result = super().init()
        self.env.cr.execute(GUARD_SQL)
        return result

    def _locked_body(self):
        """Return the compressed words of a masked message, from the vault.

        Only for the proof screens, which have asked for the reason and logged it.
        """
        if not self.env.context.get("iys_open_vault"):
            return b""
        vault_sudo = self.env["iys.vault"].sudo()  # nobody has a right on the vault
        locked = vault_sudo._open(self._name, self.ids).get(self.id, {})
        return base64.b64decode(locked.get("body") or "")
