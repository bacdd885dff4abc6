"""Server actions and automation rules send what their template says."""

from odoo import models

from .sms_class import class_of_template, passing


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    def _run_action_sms_multi(self, eval_context=None):
        """Override of `sms`: nobody sits before the composer, the template decides.

        An action without a class sends usual messages, as before.
        """
        action = passing(self, class_of_template(self.sms_template_id))
        return super(IrActionsServer, action)._run_action_sms_multi(eval_context)

    def _warning_depends(self):
        """Override of `sms`: the release of the template matters too."""
        return [
            *super()._warning_depends(),
            "sms_template_id.iys_message_class",
            "sms_template_id.iys_released_hash",
        ]

    def _get_warning_messages(self):
        """Override of `sms`: name a template whose class nobody released yet (L-38)."""
        warnings = super()._get_warning_messages()
        template = self.sms_template_id
        if self.state == "sms" and template.iys_release_state == "needed":
            warnings.append(
                self.env._(
                    "The class of template “%(name)s” is not released: its messages "
                    "count as commercial and reach only people who approved.",
                    name=template.display_name,
                )
            )
        return warnings
