"""Changes of the set-up, in the day log: who changed which field, never its value."""

from odoo import api, models

#: What people set; what the sync writes on the same rows is no set-up.
ACCOUNT_FIELDS = {
    "name", "active", "company_id", "iys_code", "route", "environment", "base_url",
    "api_edition", "username", "password", "calls_per_second", "tokens_per_hour",
    "lookups_per_hour", "lot_size", "results_delay", "retry_base", "retry_cap",
}  # fmt: skip
BRAND_FIELDS = {
    "name", "active", "account_id", "brand_code", "mersis", "trade_name", "contact",
    "registration_state", "auto_agree", "pull_hs", "warn_after_hours",
    "stop_after_hours", "iys_quiet_start", "iys_quiet_end",
}  # fmt: skip
SCHEDULE_FIELDS = {"active", "interval_number", "interval_type", "nextcall", "code"}


class IysAccount(models.Model):
    _inherit = "iys.account"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `izinnet_iys`: a new account is in the day log."""
        accounts = super().create(vals_list)
        for account in accounts:
            self.env["iys.log"]._add("setup", "İYS account added", record=account)
        return accounts

    def write(self, vals):
        """Override of `izinnet_iys`: so is a change by a person."""
        done = super().write(vals)
        changed = sorted(ACCOUNT_FIELDS & set(vals))
        for account in self if changed else ():
            self.env["iys.log"]._add(
                "setup", "İYS account changed", record=account, data={"fields": changed}
            )
        return done


class IysBrand(models.Model):
    _inherit = "iys.brand"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `izinnet_iys`: a new brand is in the day log."""
        brands = super().create(vals_list)
        for brand in brands:
            self.env["iys.log"]._add("setup", "Brand added", record=brand)
        return brands

    def write(self, vals):
        """Override of `izinnet_iys`: so is a change by a person."""
        done = super().write(vals)
        changed = sorted(BRAND_FIELDS & set(vals))
        for brand in self if changed else ():
            self.env["iys.log"]._add(
                "setup", "Brand changed", record=brand, data={"fields": changed}
            )
        return done


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        """Override of `base`: settings of ours on a company are in the day log."""
        done = super().write(vals)
        changed = sorted(name for name in vals if name.startswith("iys_"))
        for company in self if changed else ():
            self.env["iys.log"]._add(
                "setup",
                "Settings of the company changed",
                company=company,
                data={"fields": changed},
            )
        return done


class IrCron(models.Model):
    _inherit = "ir.cron"

    def write(self, vals):
        """Override of `base`: a changed schedule of ours is in the day log (R-69)."""
        done = super().write(vals)
        changed = sorted(SCHEDULE_FIELDS & set(vals))
        if changed and not self.env.su:
            for cron in self.filtered(lambda cron: cron.model_name.startswith("iys.")):
                self.env["iys.log"]._add(
                    "setup",
                    "Schedule changed",
                    data={"schedule": cron.id, "fields": changed},
                )
        return done
