"""Who gave which role of ours to whom is in the day log (L-64 view 10)."""

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import IysCommon


@tagged("-at_install", "post_install")
class TestIysLogUsers(IysCommon):
    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys`: who changes rights, and somebody without any."""
        super().setUpClass()
        cls.boss = cls._make_person("boss", "base.group_system")
        cls.other = cls._make_person("other", "base.group_user")
        cls.collector = cls.env.ref("izinnet_iys.group_collector")
        cls.known = cls._rows().ids

    @classmethod
    def _make_person(cls, login, groups):
        return new_test_user(
            cls.env,
            login=f"iys_{login}",
            groups=groups,
            context={"no_reset_password": True},
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _rows(cls):
        mine = [("message", "=", "Rights of a user changed")]
        return cls.env["iys.log"].search(mine, order="id")

    def _new(self):
        return self._rows().filtered(lambda row: row.id not in self.known)

    def _write(self, record, vals):
        record.with_user(self.boss).write(vals)

    def test_a_role_given_on_the_users_page_is_named(self):
        self._write(self.other, {"group_ids": [Command.link(self.collector.id)]})
        row = self._new()
        self.assertEqual(
            (row.user_id, row.res_model, row.res_id, row.data),
            (self.boss, "res.users", self.other.id, {"given": ["Collector"]}),
        )

    def test_a_role_that_is_taken_is_named(self):
        manager = self.env.ref("izinnet_iys.group_manager")
        self._write(self.users["manager"], {"group_ids": [Command.unlink(manager.id)]})
        self.assertIn("Consent manager", self._new().data["taken"])

    def test_a_role_given_on_the_groups_page_is_named(self):
        self._write(self.collector, {"user_ids": [Command.link(self.other.id)]})
        row = self._new()
        self.assertEqual(
            (row.res_id, row.data["given"]), (self.other.id, ["Collector"])
        )

    def test_a_role_that_comes_by_another_group_is_named(self):
        sales = self.env["res.groups"].create(
            {"name": "Shop", "user_ids": [Command.link(self.other.id)]}
        )
        self._write(sales, {"implied_ids": [Command.link(self.collector.id)]})
        self.assertEqual(self._new().res_id, self.other.id)

    def test_the_right_to_whole_addresses_is_named(self):
        """L-61."""
        whole = self.env.ref("izinnet_iys.group_addresses")
        user = self.users["collector"]
        self._write(user, {"group_ids": [Command.link(whole.id)]})
        self.assertEqual(self._new().data["given"], ["İYS: whole addresses"])

    def test_a_new_user_with_a_role_is_noted(self):
        user = self._make_person(
            "newcomer", "base.group_user,izinnet_iys.group_auditor"
        )
        self.assertIn("Auditor", str(self._new().mapped("data")))
        self.assertEqual(self._new().mapped("res_id"), user.ids)

    def test_who_leaves_is_noted(self):
        self._write(self.users["collector"], {"active": False})
        self.assertEqual(self._new().data, {"fields": ["active"]})

    def test_rights_elsewhere_are_not_our_matter(self):
        export = self.env.ref("base.group_allow_export")
        self._write(self.other, {"group_ids": [Command.link(export.id)]})
        self._write(self.other, {"active": False})
        self.assertFalse(self._new())

    def test_the_log_names_the_user_to_its_readers(self):
        self._write(self.other, {"group_ids": [Command.link(self.collector.id)]})
        row = self.as_role("auditor", self._new())
        self.assertEqual(row.text, f"Rights of a user changed: {self.other.name}")
