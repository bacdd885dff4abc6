"""Everything every kind of person can reach, tried out and compared with a file (R-56).

An addon has a test class of its own that only names the addon; models are read from the
registry, so a new one is missed by nobody. ``rights_table.txt`` beside the test is the
expected table, ``rights_file.py`` tells how to read it and how to write it anew,
``docs/roles.md`` says the same in words.

What is tried goes the way of the interface: no sudo, no context but the person's own.
``write``, ``create`` and ``unlink`` ask access rights and record rules; what a model
refuses beyond these (history is never edited) is tested with the model.
"""

import os

from passlib.hash import pbkdf2_sha512

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user
from odoo.tools import mute_logger

from . import rights_file
from .common import IysCommon
from .rights_rows import RowMaker, Side

#: The addons of this project are called so.
OURS = "izinnet_"
#: Groups of those who are tried beside the five roles of `IysCommon`.
GROUPS = {
    "portal": "base.group_portal",
    "internal": "base.group_user",
    "mailing": "base.group_user,mass_mailing.group_mass_mailing_user",
    "settings": "base.group_user,base.group_system",
    "manager_b": "base.group_user,izinnet_iys.group_manager",
}
#: Values that PostgreSQL's own checks on a table ask for.
SPECIAL = {
    "iys.consent": lambda maker, side: {
        "state": "failed",
        "consent_date": "2026-01-01",
    },
    "iys.backup.plan": lambda maker, side: dict.fromkeys(
        ("interval_hours", "max_age_hours", "keep_days", "keep_longest"), 1
    ),
    "iys.notice.block": lambda maker, side: (
        {"template_id": maker.row("iys.notice.template", side)}
        if side.home == "N"
        else {}
    ),
    "iys.training": lambda maker, side: {"person_name": "Deneme"},
    "mailing.mailing": lambda maker, side: {"email_from": "a@deneme.example.com"},
    "mailing.trace": lambda maker, side: {"model": "res.partner", "res_id": 1},
}
#: They tell of every refusal.
TALKERS = (
    "odoo.http",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
)
#: The letters of a cell stand in this order.
ORDER = "ABNM"


class RightsCase(HttpCase, IysCommon):
    """Subclasses set ``addon`` and its test ``folder``, and call ``compare``."""

    addon = None
    folder = None
    special = SPECIAL

    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys`: all kinds of people, and rows they may reach."""
        super().setUpClass()
        cls._make_people()
        by_addon = cls._models_by_addon()
        cls.models = sorted(by_addon[cls.addon])
        ours = set().union(*by_addon.values())
        cls.maker = RowMaker(cls.env, ours, cls._seeds(), cls.special)
        cls.rows = {model: cls._make_rows(model) for model in cls.models}
        cls.files = cls._make_files()
        cls.env.flush_all()
        cls.env.invalidate_all()

    # === PEOPLE === #

    @classmethod
    def _make_people(cls):
        allowed = cls.env.ref("base.group_allow_export")
        cls.people = {"public": cls.env.ref("base.public_user"), **cls.users}
        for persona, groups in GROUPS.items():
            home = cls.other_company if persona == "manager_b" else cls.company
            cls.people[persona] = new_test_user(
                cls.env,
                login=f"iys_rights_{persona}",
                groups=groups,
                context={"no_reset_password": True},
                company_id=home.id,
                company_ids=[(6, 0, home.ids)],
            )
        for persona in set(cls.people) - {"public", "portal"}:
            cls.people[persona].group_ids += allowed
        cls.keys = {
            persona: cls._make_key(user)
            for persona, user in cls.people.items()
            if persona != "public"
        }

    @classmethod
    def _make_key(cls, user):
        # sudo: keys without an end, also for those whom the interface gives none
        keys = cls.env(user=user)["res.users.apikeys"].sudo()
        key = keys._generate("rpc", "Table of rights", None)
        # a thousand calls: the slowness that guards a key would be half of their time
        quick = pbkdf2_sha512.using(rounds=1).hash(key)
        cls.env.cr.execute(
            "UPDATE res_users_apikeys SET key = %s WHERE user_id = %s", [quick, user.id]
        )
        return key

    # === MODELS AND ROWS === #

    @classmethod
    def _models_of(cls, addon):
        """Models that an addon brings, and those of others it gives rights on."""
        brought = {
            name
            for name, model in cls.env.items()
            if model._original_module == addon and not model._abstract
        }
        data = cls.env["ir.model.data"].search(
            [("module", "=", addon), ("model", "=", "ir.model.access")]
        )
        access = cls.env["ir.model.access"].browse(data.mapped("res_id"))
        return brought | set(access.model_id.mapped("model"))

    @classmethod
    def _models_by_addon(cls):
        """Return {addon: models}, each model at the first addon that deals with it."""
        addons = cls.env["ir.module.module"].search(
            [("name", "=like", f"{OURS}%"), ("state", "!=", "uninstalled")],
            order="name",
        )
        models, seen = {}, set()
        for addon in addons.mapped("name"):
            models[addon] = cls._models_of(addon) - seen
            seen |= models[addon]
        return models

    @classmethod
    def _seeds(cls):
        return {
            "res.company": {"A": cls.company.id, "B": cls.other_company.id},
            "iys.account": {"A": cls.account.id, "B": cls.other_account.id},
            "iys.brand": {"A": cls.alpha.id, "B": cls.gamma.id},
        }

    @classmethod
    def _make_rows(cls, model):
        """Return {persona: {id: letter}}: rows of all, and those the person made."""
        if not cls.env[model]._auto:
            return dict.fromkeys(rights_file.PERSONAS, cls._find_rows(model))
        maker = cls.maker
        common = {maker.row(model, side): side.letter for side in maker.sides(model)}
        if not maker.asks_for_maker(model):
            return dict.fromkeys(rights_file.PERSONAS, common)
        return {
            persona: {**common, maker.row(model, cls._side_of(persona)): "M"}
            for persona in rights_file.PERSONAS
        }

    @classmethod
    def _side_of(cls, persona):
        home = "B" if persona == "manager_b" else "A"
        return Side(home, cls.people[persona].id)

    @classmethod
    def _find_rows(cls, model):
        """Rows of a model that is a view over others, one a company."""
        cls.env.invalidate_all()
        homes = {"A": cls.company, "B": cls.other_company}
        found = {
            cls.env[model].search([("company_id", "=", company.id)], limit=1).id: letter
            for letter, company in homes.items()
        }
        return {id_: letter for id_, letter in found.items() if id_}

    @classmethod
    def _make_files(cls):
        """Return {attachment id: (model, row id)}, one file on every row."""
        wanted = {
            (model, id_)
            for model, people in cls.rows.items()
            for rows in people.values()
            for id_ in rows
        }
        files = cls.env["ir.attachment"].create(
            [
                {"name": "row.txt", "raw": b"row", "res_model": model, "res_id": id_}
                for model, id_ in sorted(wanted)
            ]
        )
        return {file.id: (file.res_model, file.res_id) for file in files}

    # === TRYING === #

    def compare(self):
        """Compare what can be done with the file; write the file anew when asked to."""
        with mute_logger(*TALKERS):
            found = self._try_all()
        path = self.folder / "rights_table.txt"
        if os.environ.get("IZINNET_WRITE_RIGHTS"):
            path.write_text(rights_file.write(self.addon, found.values()))
        told = rights_file.differences(rights_file.read(path.read_text()), found)
        if told:
            self.fail(f"{len(told)} differences from {path.name}:\n" + "\n".join(told))

    def _try_all(self):
        files = {persona: self._reached_files(persona) for persona in self.people}
        return {model: self._try_model(model, files) for model in self.models}

    def _try_model(self, model, files):
        people = self.rows[model]
        letters = {letter for rows in people.values() for letter in rows.values()}
        return rights_file.Rights(
            model,
            self._concern(model),
            self.env[model]._description,
            " ".join(sorted(letters, key=ORDER.index)),
            {persona: self._try(model, persona, files[persona]) for persona in people},
        )

    def _concern(self, model):
        """Return the folder of the model in its addon: record, gate, form …"""
        if not self.env[model]._original_module.startswith(OURS):
            return "Odoo"
        classes = type(self.env[model]).mro()
        first = [cls for cls in classes if vars(cls).get("_name") == model][-1]
        words = first.__module__.split(".")
        return words[4] if words[3] == "models" else words[3]

    def _reached_files(self, persona):
        files = self._as(persona)["ir.attachment"]
        try:
            return set(files.search([("id", "in", list(self.files))]).ids)
        except AccessError:
            return None

    def _as(self, persona):
        return self.env(user=self.people[persona], context={"active_test": False})

    def _try(self, model, persona, files):
        """Return the cells of a person on a model, in the order of the roads."""
        rows = self.rows[model][persona]
        records = self._as(persona)[model].browse(rows)
        field = self._sample_field(model)
        reached = [
            self._reach(rows, lambda: self._read(records, field)),
            *(
                self._touch(rows, records, right)
                for right in ("write", "create", "unlink")
            ),
            *(self._reach(rows, road) for road in self._searches(records, field)),
            self._file_letters(rows, model, files),
            self._reach(rows, lambda: self._json(records, persona, field)),
        ]
        return tuple(reached)

    def _reach(self, rows, road):
        """Return the cell for a road that gives ids or raises AccessError."""
        try:
            return self._cell(rows, road())
        except AccessError:
            return "-"

    def _cell(self, rows, ids):
        return "".join(sorted((rows[id_] for id_ in ids), key=ORDER.index)) or "0"

    def _touch(self, rows, records, right):
        if not records.browse().has_access(right):
            return "-"
        return self._cell(rows, records._filtered_access(right).ids)

    def _sample_field(self, model):
        """Return a field anybody who may read the model may read."""
        for name, field in self.env[model]._fields.items():
            if field.store and field.column_type and not field.groups and name != "id":
                return name
        return "display_name"

    def _read(self, records, field):
        records.browse().check_access("read")
        allowed = records._filtered_access("read")
        return [values["id"] for values in allowed.read([field])]

    def _one_by_one(self, records, road):
        """Ids of the records that a road opens; one refused hides no other."""
        opened = []
        for record in records:
            try:
                road(record)
            except UserError:  # AccessError too; Odoo refuses an export by this one
                continue
            opened.append(record.id)
        return opened

    def _searches(self, records, field):
        """Return what the list view, its search box and its export ask for."""
        model, domain = records.browse(), [("id", "in", records.ids)]

        def group():
            groups = model.formatted_read_group(domain, ["id"], ["__count"])
            return [group["id"][0] for group in groups]

        def export():
            model.check_access("read")
            return self._one_by_one(records, lambda row: row.export_data([field]))

        def web():
            found = model.web_search_read(domain, {field: {}})
            return [row["id"] for row in found["records"]]

        return (
            lambda: model.search(domain).ids,
            group,
            lambda: [id_ for id_, _name in model.name_search("", domain)],
            export,
            web,
        )

    def _file_letters(self, rows, model, files):
        if files is None:
            return "-"
        ids = {self.files[file][1] for file in files if self.files[file][0] == model}
        return self._cell(rows, ids & rows.keys())

    def _json(self, records, persona, field):
        """Ask by HTTP as a program does; without a key nothing is answered."""
        headers = {}
        if persona in self.keys:
            headers["Authorization"] = f"bearer {self.keys[persona]}"
        answer = self.url_open(
            f"/json/2/{records._name}/search_read",
            json={
                "domain": [("id", "in", records.ids)],
                "fields": [field],
                "context": {"active_test": False},
            },
            headers=headers,
        )
        if answer.status_code in (401, 403):
            raise AccessError(answer.text)
        answer.raise_for_status()
        return [row["id"] for row in answer.json()]
