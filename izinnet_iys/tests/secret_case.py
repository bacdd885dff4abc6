"""What the tests of secret fields share: which fields are secret, and who must not ask."""

import re

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common import IysCommon

#: A field with such a name is taken for a secret until somebody has looked at it.
LOOKS_SECRET = re.compile(
    r"password|passphrase|secret|token|hmac|salt|credential|otp"
    r"|(^|_)(key|pin|mac|hash|seal)($|_)"
)
CLOSED = (fields.NO_ACCESS, "base.group_system")
#: Kinds of fields that can hold a secret.
KINDS = ("char", "text", "json", "binary")


class SecretCase(IysCommon):
    """``insider`` has every group of ours; Odoo's system group is not among them."""

    @classmethod
    def setUpClass(cls):
        """Override of `IysCommon`: one who may do everything but run the server."""
        super().setUpClass()
        groups = ("group_admin", "group_auditor", "group_addresses")
        cls.insider = new_test_user(
            cls.env,
            login="iys_insider",
            groups=",".join(
                ["base.group_user", "base.group_allow_export"]
                + [f"izinnet_iys.{name}" for name in groups]
            ),
            company_id=cls.company.id,
            company_ids=[fields.Command.set(cls.company.ids)],
        )

    def fields_of(self, addon):
        """Yield (model, field) of all fields that an addon brings."""
        for model in self.env.values():
            for field in model._fields.values():
                if field._module == addon and not model._abstract:
                    yield model, field

    def secret_fields(self, addon):
        """Return the fields that an addon closes for everybody but the system."""
        return [
            (model, field)
            for model, field in self.fields_of(addon)
            if field.groups in CLOSED and field.type in KINDS and field.store
        ]

    def readable_secrets(self, addon):
        """Return {"model.field"} that look like secrets and are open to the insider."""
        return {
            str(field)
            for model, field in self.fields_of(addon)
            if LOOKS_SECRET.search(field.name)
            and model.with_user(self.insider).has_access("read")
            and model.with_user(self.insider)._has_field_access(field, "read")
        }

    def answers(self, model, field):
        """Return the ways by which the insider learns something of a secret field."""
        asked = model.with_user(self.insider)
        name = field.name
        ways = {
            "read": lambda: asked.search([], limit=1).read([name]),
            "search_read": lambda: asked.search_read([], [name], limit=1),
            "export": lambda: asked.search([], limit=1).export_data([name])["datas"],
        }
        if field.column_type:  # what lies in a file cannot be searched by anybody
            ways |= {
                "like": lambda: asked.search_count([(name, "ilike", "a%")]),
                "equal": lambda: asked.search_count([(name, "=", "a")]),
                "is set": lambda: asked.search_count([(name, "!=", False)]),
                "order": lambda: asked.search([], order=f"{name} desc", limit=1),
                "group": lambda: asked.formatted_read_group([], [name], ["__count"]),
                "sum": lambda: asked.formatted_read_group([], [], [f"{name}:max"]),
            }
        return {way for way, ask in ways.items() if not self._is_refused(ask)}

    def roads(self, field):
        """Return the insider's fields of other models that lead to a field's model."""
        for model in self.env.values():
            asked = model.with_user(self.insider)
            if model._abstract or model._transient or not asked.has_access("read"):
                continue
            for road in model._fields.values():
                is_open = road.store and asked._has_field_access(road, "read")
                if road.comodel_name == field.model_name and is_open:
                    yield asked, f"{road.name}.{field.name}"

    def roads_that_answer(self, field):
        """Return the paths by which a search by way of another model answers."""
        if not field.column_type:
            return set()
        return {
            f"{asked._name}: {path}"
            for asked, path in self.roads(field)
            if not self._is_refused(
                lambda a=asked, p=path: a.search_count([(p, "ilike", "a%")])
            )
        }

    def _is_refused(self, ask):
        try:
            told = ask()
        except (UserError, ValueError, NotImplementedError):
            # UserError: no right, or a list that leaves with a reason only; ValueError:
            # Odoo cannot sort, group or add up by such a field at all
            return True
        return told in ([], [[""]], None)
