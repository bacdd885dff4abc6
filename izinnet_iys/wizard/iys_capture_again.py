"""The waiting time after a refusal, on the screens that collect consents (L-50)."""

from odoo import models
from odoo.exceptions import UserError

#: After a refusal a signature proves the new wish, or a code to the address by a form.
RAISED_PROOF = ("signed",)


class IysCapture(models.TransientModel):
    _inherit = "iys.capture"

    def _missing_after_refusal(self):
        """Override of `izinnet_iys`: the waiting time, and a proof that is raised."""
        yield from super()._missing_after_refusal()
        refused = self._refused_in_force()
        if not refused:
            return
        if self.proof_kind and self.proof_kind not in RAISED_PROOF:
            yield self.env._(
                "After a refusal only a signed page proves the new approval here. Or let"
                " the person decide by QR code on the own phone."
            )
        yield from self._missing_waiting(refused)

    def _refused_in_force(self):
        """Return the refusals in force of the channels that are to be approved."""
        acts = self._acts_so_far()
        consents = self.env["iys.consent"]
        return consents.union(
            *(
                acts[type_].filtered(lambda a: a.is_effective and a.status == "RET")
                for type_ in self._chosen("ONAY")
            )
        )

    def _missing_waiting(self, refused):
        """A consent manager may record it with a reason; others wait or ask one."""
        if self.env.user.has_group("izinnet_iys.group_manager"):
            return
        waiting = self.env["iys.ask.again"]._waiting(
            self.brand_id, refused.mapped("recipient_key")
        )
        untils = [
            until
            for (key, type_), (_refused, until) in waiting.items()
            if type_ in refused.mapped("type")
        ]
        if untils:
            yield self.env._(
                "The person refused and may not be asked before %(date)s. If the wish is"
                " the person's own, enter the reason and press Ask a manager.",
                date=f"{max(untils):%d.%m.%Y}",
            )

    def action_ask_manager(self):
        """Ask a manager to allow the approval within the waiting time."""
        self.ensure_one()
        refused = self._refused_in_force()
        self.env["iys.ask.again"]._ask_manager(
            self.brand_id, refused.mapped("recipient_key"), self.reason, self.partner_id
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("A consent manager was asked."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _record(self):
        """Override of `izinnet_iys`: an approval after a refusal is noted by user."""
        refused = self._refused_in_force()
        keys = set(refused.mapped("recipient_key"))
        result = super()._record()
        again = self.consent_ids.filtered(
            lambda act: act.status == "ONAY" and act.recipient_key in keys
        )
        self.env["iys.ask.again"]._note_used(again, self.reason, self.method)
        return result


class IysVisit(models.TransientModel):
    _inherit = "iys.visit"

    def action_show(self):
        """Override of `izinnet_iys`: staff raise it only after the waiting time.

        Raises UserError within it, for anybody but a consent manager.
        """
        self.ensure_one()
        if not self.env.user.has_group("izinnet_iys.group_manager"):
            waiting = self.env["iys.ask.again"]._waiting(
                self.brand_id, self.partner_id._iys_keys()
            )
            asked = {question.type for question in self.form_id.sudo().question_ids}
            untils = [until for (_k, t), (_r, until) in waiting.items() if t in asked]
            if untils:
                raise UserError(
                    self.env._(
                        "This person refused and may not be asked before %(date)s. A"
                        " consent manager may allow it: Collect consent, Ask a manager.",
                        date=f"{max(untils):%d.%m.%Y}",
                    )
                )
        return super().action_show()
