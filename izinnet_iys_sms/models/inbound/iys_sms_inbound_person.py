"""What a consent manager decides about a text nobody could read."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class IysSmsInbound(models.Model):
    """Two ends and no third: it is a refusal, or it is none. Staff never approve (L-26)."""

    _inherit = "iys.sms.inbound"

    def action_refusal(self):
        """Record the text as the person's refusal, with who read it so.

        Raises AccessError for who is no consent manager, UserError when a text is
        settled already or its sender cannot be written to.
        """
        for text in self._to_decide():
            text._record_refusal(user_id=self.env.uid)
            if text.state != "done":
                raise UserError(
                    self.env._(
                        "%(sender)s is no number that can be written to. Say so as the"
                        " reason and choose “No refusal”.",
                        sender=text.sender,
                    )
                )
            text._note_decided()
        return True

    def action_no_refusal(self):
        """Close texts that are no refusal; nothing is recorded.

        Raises as ``action_refusal``, and UserError without a reason.
        """
        texts = self._to_decide()
        if not all(texts.mapped("decision_note")):
            raise UserError(
                self.env._(
                    "Write why it is no refusal, in a few words, then try again."
                )
            )
        for text in texts:
            text.write({"state": "done", "error": False})
            text._note_decided()
        return True

    def _to_decide(self):
        """Lock texts that wait for a person and return them with the right to close them."""
        self.check_access("write")
        if not self.env.user.has_group("izinnet_iys.group_manager"):
            raise AccessError(self.env._("Only a consent manager may decide this."))
        # sudo: what a person wrote is closed by these buttons alone
        waiting = (
            self.sudo()
            .try_lock_for_update()
            .filtered_domain([("state", "=", "person")])
        )
        if len(waiting) < len(self):
            raise UserError(self.env._("Some of these texts are settled already."))
        return waiting

    def _note_decided(self):
        self.write({"decided_by": self.env.uid, "decided_at": fields.Datetime.now()})
        self.activity_ids.action_feedback(feedback=self.decision_note or "")
