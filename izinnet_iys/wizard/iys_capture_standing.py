"""What counts for the addresses on the capture screen, and earlier refusals (L-50)."""

from odoo import api, fields, models

from ..iys_api.terms import TYPES

STANDINGS = {type_: f"standing_{type_.lower()}" for type_ in TYPES}


class IysCapture(models.TransientModel):
    """Reads the ledger for the brand and recipient type of the screen, nothing else."""

    _inherit = "iys.capture"

    @api.depends("brand_id", "phone", "email", "recipient_type")
    @api.depends_context("lang", "tz")
    def _compute_standing(self):
        """Say per channel what counts now, and list earlier refusals (L-50)."""
        for capture in self:
            acts = capture._acts_so_far()
            for type_, name in STANDINGS.items():
                capture[name] = capture._standing_text(acts[type_])
            capture.earlier_refusals = "\n".join(
                capture._refusal_text(type_, acts[type_]) for type_ in TYPES
                if acts[type_].filtered(lambda act: act.status == "RET")
            )  # fmt: skip

    def _acts_so_far(self):
        """Read the acts of the addresses on the screen: {channel: consents, latest first}."""
        consents = self.env["iys.consent"]
        recipients = {type_: self._recipient(type_) for type_ in TYPES}
        keyed = {r: self.env["iys.key"]._hash(r) for r in recipients.values() if r}
        found = consents.search(
            [
                ("recipient_key", "in", list(keyed.values())),
                ("brand_id", "=", self.brand_id.id),
                ("recipient_type", "=", self.recipient_type),
            ],
            order="consent_date desc, id desc",
        )
        return {
            type_: found.filtered(
                lambda act, t=type_, r=recipient: act.type == t
                and act.recipient_key == keyed.get(r)
            )
            for type_, recipient in recipients.items()
        }

    def _standing_text(self, acts):
        standing = acts.filtered("is_effective")[:1] or acts[:1]
        if not standing:
            return self.env._("No consent yet")
        words = {
            "ONAY": self.env._("Approved on %(date)s", date=self._day(standing)),
            "RET": self.env._("Refused on %(date)s", date=self._day(standing)),
        }
        text = words[standing.status]
        if standing.is_effective:
            return text
        states = dict(standing._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(text)s, not in force: %(state)s", text=text, state=states[standing.state]
        )

    def _refusal_text(self, type_, acts):
        types = dict(acts._fields["type"]._description_selection(self.env))
        refused = acts.filtered(lambda act: act.status == "RET")
        return self.env._(
            "%(channel)s: refused on %(dates)s",
            channel=types[type_],
            dates=", ".join(self._day(act) for act in refused[:5]),
        )

    def _day(self, act):
        moment = act.consent_date or act.recorded_at
        return fields.Date.to_date(
            fields.Datetime.context_timestamp(self, moment)
        ).strftime("%d.%m.%Y")
