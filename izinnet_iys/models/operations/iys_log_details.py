"""The details of a row of the day log, as its readers call them."""

from odoo import api, fields, models


def labels(env):
    """Return {key of a row's data: what it is called}; others stay as they are."""
    return {
        "addresses": env._("Addresses"),
        "approved": env._("Approvals"),
        "channel": env._("Channel"),
        "code": env._("Error code"),
        "count": env._("How many"),
        "fields": env._("Fields"),
        "filter": env._("Filter"),
        "format": env._("File format"),
        "from": env._("From"),
        "from_iys": env._("From İYS"),
        "given": env._("Roles given"),
        "list": env._("List"),
        "name": env._("Name"),
        "opened": env._("Records opened alone"),
        "people": env._("People"),
        "reason": env._("Reason"),
        "refused": env._("Refusals"),
        "rows": env._("Rows"),
        "sha256": env._("Fingerprint (SHA-256)"),
        "state": env._("Ended as"),
        "taken": env._("Roles taken"),
        "times": env._("How often"),
        "to": env._("Until"),
    }


class IysLog(models.Model):
    """The log keeps technical names, which never change; people read labels."""

    _inherit = "iys.log"

    data_text = fields.Text("Details", compute="_compute_data_text")

    @api.depends("data", "res_model")
    @api.depends_context("lang")
    def _compute_data_text(self):
        known = labels(self.env)
        for row in self:
            row.data_text = "\n".join(
                f"{known.get(key, key)}: {row._spell(key, value)}"
                for key, value in (row.data or {}).items()
            )

    def _spell(self, key, value):
        values = value if isinstance(value, list) else [value]
        spellers = {
            "fields": self._field_label,
            "given": self._role_label,
            "taken": self._role_label,
            "list": self._model_label,
        }
        return ", ".join(map(spellers.get(key, str), values))

    def _field_label(self, name):
        model = self.env.get(self.res_model or "")
        field = model is not None and model._fields.get(name)
        return field._description_string(self.env) if field else str(name)

    def _role_label(self, name):
        # sudo: names of groups are no secret
        groups_sudo = self.env["res.groups"].sudo()
        ids = [id_ for id_, role in groups_sudo._iys_names().items() if role == name]
        return groups_sudo.browse(ids[:1]).name or str(name)

    def _model_label(self, name):
        known = self.env["ir.model"].sudo()  # names of models are no secret
        return known._get(name).name or str(name)
