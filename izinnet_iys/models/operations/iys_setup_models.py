"""The models people set up, apart from account and brand (``iys_log_setup``)."""

from odoo import models


class IysHoliday(models.Model):
    _name = "iys.holiday"
    _inherit = ["iys.holiday", "iys.setup"]


class IysForm(models.Model):
    _name = "iys.form"
    _inherit = ["iys.form", "iys.setup"]


class IysFormQuestion(models.Model):
    _name = "iys.form.question"
    _inherit = ["iys.form.question", "iys.setup"]

    def _setup_name(self):
        """Override of `izinnet_iys`: the words beside the box."""
        return self.label


class IysFormPoint(models.Model):
    _name = "iys.form.point"
    _inherit = ["iys.form.point", "iys.setup"]

    def _setup_name(self):
        """Override of `izinnet_iys`: links of one person's are not named."""
        return self.kind not in ("visit", "person") and self.name


class IysTraining(models.Model):
    _name = "iys.training"
    _inherit = ["iys.training", "iys.setup"]


class IysContract(models.Model):
    _name = "iys.contract"
    _inherit = ["iys.contract", "iys.setup"]


class IysRetention(models.Model):
    _name = "iys.retention"
    _inherit = ["iys.retention", "iys.setup"]

    def _setup_name(self):
        """Override of `izinnet_iys`: the class, as the log keeps words: in English."""
        return self.kind


class IysDestructionRule(models.Model):
    _name = "iys.destruction.rule"
    _inherit = ["iys.destruction.rule", "iys.setup"]


class IysBackupPlan(models.Model):
    _name = "iys.backup.plan"
    _inherit = ["iys.backup.plan", "iys.setup"]
