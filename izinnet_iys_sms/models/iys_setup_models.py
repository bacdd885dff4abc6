"""What people set up for SMS is in the day log (``iys.setup`` of `izinnet_iys`)."""

from odoo import models


class IysSmsGateway(models.Model):
    _name = "iys.sms.gateway"
    _inherit = ["iys.sms.gateway", "iys.setup"]


class IysSmsTitle(models.Model):
    _name = "iys.sms.title"
    _inherit = ["iys.sms.title", "iys.setup"]


class IysSmsKeyword(models.Model):
    _name = "iys.sms.keyword"
    _inherit = ["iys.sms.keyword", "iys.setup"]


class IysSmsBudget(models.Model):
    _name = "iys.sms.budget"
    _inherit = ["iys.sms.budget", "iys.setup"]


class IysSmsScript(models.Model):
    _name = "iys.sms.script"
    _inherit = ["iys.sms.script", "iys.setup"]

    def action_publish(self):
        """Override of `izinnet_iys_sms`: what staff have to say is set up, too."""
        drafts = self.filtered(lambda script: script.state == "draft")
        done = super().action_publish()
        for script in drafts:
            self.env["iys.log"]._add(
                "setup", "Text for staff published", record=script,
                data={"sha256": script.sha256},
            )  # fmt: skip
        return done
