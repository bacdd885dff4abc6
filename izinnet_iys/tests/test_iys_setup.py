"""Whatever a person sets up is in the day log: which field, never its value (L-8, R-59)."""

from odoo.tests import tagged

from .common import IysCommon

#: Models of ours people may write on that are no set-up: acts, texts, working papers.
NO_SETUP = {
    "iys.account", "iys.brand",  # in iys_log_setup, with fields of the sync beside
    "iys.case", "iys.destruction", "iys.document", "iys.form.batch", "iys.hold",
    "iys.import", "iys.import.column", "iys.list", "iys.notice", "iys.notice.block",
    "iys.signed.list", "iys.signed.line", "iys.subject.request", "iys.subject.found",
}  # fmt: skip


@tagged("-at_install", "post_install")
class TestIysSetup(IysCommon):
    def _rows(self, model):
        mine = [("kind", "=", "setup"), ("res_model", "=", model)]
        return self.env["iys.log"].search(mine, order="id")

    def _term(self):
        values = {"kind": "message_log", "months": 36, "company_id": self.company.id}
        # sudo: no set-up by a person; the general terms are not this administrator's
        return self.as_role("admin", self.env["iys.retention"].sudo().create(values))

    def test_a_change_names_the_field_and_who(self):
        self._term().write({"months": 48, "reason": "General limitation"})
        row = self._rows("iys.retention")
        self.assertEqual(
            row.data, {"name": "message_log", "fields": ["months", "reason"]}
        )
        self.assertEqual(row.user_id, self.users["admin"])

    def test_the_reader_is_told_what_was_changed(self):
        self._term().write({"months": 36})
        row = self.as_role("auditor", self._rows("iys.retention"))
        self.assertEqual(row.text, "Set-up changed: Retention")

    def test_the_reader_is_told_by_labels_what_the_log_keeps_by_names(self):
        self._term().write({"months": 36})
        row = self._rows("iys.retention")
        self.assertEqual(row.data["fields"], ["months"])
        self.assertIn("Fields: Months", row.data_text)

    def test_what_is_new_and_what_goes_is_noted(self):
        rules = self.as_role("manager", self.env["iys.destruction.rule"])
        rules.create({"name": "Refused"}).unlink()
        rows = self._rows("iys.destruction.rule")
        self.assertEqual(rows.mapped("message"), ["Set-up added", "Set-up deleted"])
        self.assertEqual(rows[1].data, {"name": "Refused"})

    def test_what_the_system_writes_is_no_set_up(self):
        self._term().sudo().write({"months": 36})
        self.assertFalse(self._rows("iys.retention"))

    def test_a_holiday_that_is_moved_is_noted(self):
        """L-13: it moves deadlines."""
        day = self.env["iys.holiday"].search([], limit=1)
        self.as_role("manager", day).write({"half_day": not day.half_day})
        self.assertEqual(self._rows("iys.holiday").data["fields"], ["half_day"])

    def test_a_link_of_one_person_is_not_named(self):
        self._make_notice()
        form = self.env["iys.form"].create({"name": "F", "brand_id": self.alpha.id})
        self.as_role("manager", self.env["iys.form.point"]).create(
            {"name": "Ayşe", "kind": "person", "form_id": form.id}
        )
        self.assertFalse(self._rows("iys.form.point").data)

    def test_every_model_people_set_up_is_noted(self):
        """A new one has to inherit `iys.setup` or to say here why not."""
        managers = [
            self.users["manager"],
            self.users["admin"],
            self.env.ref("base.user_admin"),
        ]
        written = {
            name
            for name, model in self.env.items()
            if model._original_module == "izinnet_iys" and model._auto
            and not model._transient
            and any(model.with_user(user).has_access("write") for user in managers)
        }  # fmt: skip
        noted = {name for name in written if hasattr(self.env[name], "_log_setup")}
        self.assertEqual(written - noted - NO_SETUP, set())
