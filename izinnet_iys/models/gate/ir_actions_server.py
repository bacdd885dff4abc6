"""Server actions and automation rules say when their template waits for a release."""

from odoo import models


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    def _warning_depends(self):
        """Override of `mail`: the release of the template matters too."""
        return [
            *super()._warning_depends(),
            "template_id.iys_message_class",
            "template_id.iys_released_hash",
        ]

    def _get_warning_messages(self):
        """Override of `mail`: name a template whose class nobody released yet (L-38)."""
        warnings = super()._get_warning_messages()
        if self.state == "mail_post" and self.template_id.iys_release_state == "needed":
            warnings.append(
                self.env._(
                    "The class of template “%(name)s” is not released: its messages "
                    "count as commercial and reach only people who approved.",
                    name=self.template_id.display_name,
                )
            )
        return warnings
