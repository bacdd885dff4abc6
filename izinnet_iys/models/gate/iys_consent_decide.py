"""The gate: every send asks ``_decide_send``, when it is prepared and when it leaves."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...iys_api.content import number_ok
from ...iys_api.gate import InForce, Situation, Standing, by_rule, decide
from ...iys_api.limits import Breaker
from ...iys_api.recipients import normalise

#: Contacts' address per channel, to see who is a merchant.
ADDRESS = {
    "ARAMA": "phone_sanitized",
    "MESAJ": "phone_sanitized",
    "EPOSTA": "email_normalized",
}


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _decide_send(self, brand, type, recipients, situation=None):
        """Decide for many addresses at once: {text as given: `gate.Decision`}.

        ``brand`` is a record or empty, ``type`` MESAJ, EPOSTA or ARAMA, ``recipients``
        texts in any spelling, ``situation`` what ``brand._iys_situation(…)`` gave (None:
        a commercial message). Two to four queries whatever the number. When the
        address key is missing nobody can be matched: whatever needs a consent is blocked.
        """
        situation = situation or brand._iys_situation()
        spelled = {text: normalise(type, text) for text in set(recipients)}
        known = {address for address in spelled.values() if address}
        try:
            standing = self._read_standings(brand, type, known)
        except UserError:  # the address key is missing
            same_for_all = decide(situation, Standing(None))
            unknown = same_for_all.rule == "no_address"
            answer = by_rule("no_consent") if unknown else same_for_all
            return dict.fromkeys(spelled, answer)
        nobody = Standing(None)
        return {
            text: decide(situation, standing.get(address, nobody))
            for text, address in spelled.items()
        }

    @api.model
    def _log_decisions(self, brand, type, told):
        """Note in the day log what the gate decided for a lot that is leaving: by rule."""
        figures = {}
        for decision in told.values():
            figures[decision.rule] = figures.get(decision.rule, 0) + 1
        if figures and brand:
            self.env["iys.log"]._add_for_brands(
                "decision", "Send check", {brand.id: {"channel": type, **figures}}
            )

    @api.model
    def _read_standings(self, brand, type, addresses):
        """Read what stands for some normalised addresses: {address: `Standing`}."""
        keyed = self.env["iys.key"]._hasher()
        by_key = {keyed(address): address for address in addresses}
        acts = {address: () for address in addresses}
        for key, *act in self._in_force(brand, type, list(by_key)):
            acts[by_key[key]] += (InForce(*act),)
        undecided = [
            address
            for address, found in acts.items()
            if not any(act[:2] == ("BIREYSEL", "ONAY") for act in found)
        ]
        merchants = self._merchants(type, undecided)
        coming = self._coming(brand, type, undecided)
        # a break matters only to who could be written to
        reachable = (addresses - set(undecided)) | merchants
        paused = self.env["iys.pause"]._paused(brand, type, reachable)
        return {
            address: Standing(
                address,
                "TACIR" if address in merchants else "BIREYSEL",
                found,
                address in coming,
                address in paused,
            )
            for address, found in acts.items()
        }

    @api.model
    def _in_force(self, brand, type, keys):
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT recipient_key, recipient_type, status,
                   CASE WHEN status = 'ONAY' THEN consent_date
                        ELSE COALESCE(consent_date, iys_creation_date, recorded_at)
                   END, id
            FROM iys_consent
            WHERE recipient_key = ANY(%s) AND brand_id = %s AND type = %s
              AND is_effective IS TRUE
            """,
            [keys, brand.id or 0, type],
        )
        return self.env.cr.fetchall()

    @api.model
    def _merchants(self, type, addresses):
        """Return the addresses that only proved merchants use (L-36).

        One individual among the contacts of an address makes it an individual's.
        """
        if not addresses:
            return set()
        column = ADDRESS[type]
        self.env["res.partner"].flush_model([column, "iys_recipient_type", "active"])
        self.env.cr.execute(
            f"""
            SELECT m.{column} FROM res_partner m
            WHERE m.{column} = ANY(%s) AND m.iys_recipient_type = 'TACIR' AND m.active
              AND NOT EXISTS (
                  SELECT 1 FROM res_partner p
                  WHERE p.{column} = m.{column} AND p.active
                    AND p.iys_recipient_type <> 'TACIR')
            """,
            [addresses],
        )
        return {row[0] for row in self.env.cr.fetchall()}

    @api.model
    def _coming(self, brand, type, addresses):
        """Return the addresses whose approval İYS has not confirmed yet (L-16)."""
        if not addresses:
            return set()
        self.env.cr.execute(
            """
            SELECT recipient FROM iys_consent
            WHERE recipient = ANY(%s) AND brand_id = %s AND type = %s
              AND status = 'ONAY'
              AND state IN ('unconfirmed', 'queued', 'in_flight', 'sent', 'unknown')
            """,
            [addresses, brand.id or 0, type],
        )
        return {row[0] for row in self.env.cr.fetchall()}


class IysBrand(models.Model):
    _inherit = "iys.brand"

    def _iys_situation(self, message_class="COMMERCIAL", is_released=False):
        """Say what is the same for all recipients of a message of this brand.

        ``self`` is one brand or empty. Everything that cannot be known counts against
        sending (fail closed).
        """
        brand = self.sudo()  # the state of the line decides, whoever sends
        if not brand:
            return Situation(message_class, is_released)
        return Situation(
            message_class=message_class,
            is_released=is_released,
            has_brand=True,
            is_stopped=brand.emergency_stop,
            is_registered=brand._iys_is_registered(),
            is_fresh=brand._iys_is_fresh(),
            is_reachable=brand._iys_is_reachable(),
            has_content=brand._iys_has_identity(),
            is_quiet=brand._iys_is_quiet(fields.Datetime.now()),
        )

    def _iys_is_registered(self):
        """Tell whether the brand is set up at İYS and may send (L-1)."""
        account = self.account_id
        return (
            self.active
            and account.active
            and not account.is_stopped
            and self.registration_state == "ready"
        )

    def _iys_is_fresh(self):
        """Tell whether the last good update from İYS is young enough (L-15)."""
        if not self.last_good_pull:
            return False
        age = fields.Datetime.now() - self.last_good_pull
        return age <= timedelta(hours=self.stop_after_hours)

    def _iys_is_reachable(self):
        """Tell whether İYS answered when it was last asked for changes (R-12)."""
        row = self.env["iys.breaker"].search(
            [("brand_id", "=", self.id), ("kind", "=", "changes")], limit=1
        )
        return not Breaker.from_dict(row.value).is_open

    def _iys_has_identity(self):
        """Tell whether the brand can say who writes and how to reach it (L-41)."""
        return bool(self.trade_name and self.contact and number_ok(self.mersis or ""))
