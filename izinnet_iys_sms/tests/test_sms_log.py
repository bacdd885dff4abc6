"""Set-up of SMS is in the day log, and numbers are masked and noted like all others."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .gateway_case import GatewayCase

#: Models of this addon people may write on that are no set-up: a person's decision.
NO_SETUP = {"iys.sms.inbound"}


@tagged("-at_install", "post_install")
class TestSmsLog(GatewayCase):
    def _rows(self, model):
        mine = [("kind", "=", "setup"), ("res_model", "=", model)]
        return self.env["iys.log"].search(mine, order="id")

    def _admin(self, record):
        """Who runs the server may see and set credentials."""
        self.users["admin"].group_ids += self.env.ref("base.group_system")
        return self.as_role("admin", record)

    def test_a_changed_password_names_the_field_not_the_value(self):
        """R-59."""
        self._admin(self.gateway).write({"password": "cok-gizli"})
        row = self._rows("iys.sms.gateway")
        self.assertEqual(row.data["fields"], ["password"])
        self.assertNotIn("cok-gizli", f"{row.message} {row.data}")

    def test_a_new_sender_title_is_noted(self):
        """L-46."""
        self._admin(self.env["iys.sms.title"]).create(
            {"gateway_id": self.gateway.id, "name": "YENIAD"}
        )
        row = self._rows("iys.sms.title")
        self.assertEqual((row.message, row.data), ("Set-up added", {"name": "YENIAD"}))

    def test_what_staff_have_to_say_is_noted_when_it_is_published(self):
        """L-25."""
        scripts = self.as_role("manager", self.env["iys.sms.script"])
        script = scripts.create({"brand_id": self.alpha.id})
        script.action_publish()
        row = self._rows("iys.sms.script")[-1]
        self.assertEqual(row.message, "Text for staff published")
        self.assertEqual(row.data, {"sha256": script.sha256})

    def test_every_model_people_set_up_is_noted(self):
        """A new one has to inherit `iys.setup` or to say here why not."""
        users = [self.users["manager"], self.users["admin"]]
        written = {
            name
            for name, model in self.env.items()
            if model._original_module == "izinnet_iys_sms" and model._auto
            and not model._transient
            and any(model.with_user(user).has_access("write") for user in users)
        }  # fmt: skip
        noted = {name for name in written if hasattr(self.env[name], "_log_setup")}
        self.assertEqual(written - noted - NO_SETUP, set())

    # === NUMBERS === #

    def _text(self):
        return self.env["iys.sms.inbound"].create(
            {
                "gateway_id": self.gateway.id,
                "company_id": self.company.id,
                "external_id": "1",
                "sender": self.new,
                "at": self._now(),
            }
        )

    def test_the_number_of_who_wrote_is_masked_without_the_right_to_see_it(self):
        """L-61."""
        text = self._text()
        whole = self.env.ref("izinnet_iys.group_addresses")
        reader = self.users["collector"]
        self.env["ir.model.access"].create(
            {
                "name": "reads texts, masked",
                "model_id": self.env["ir.model"]._get_id("iys.sms.inbound"),
                "group_id": self.env.ref("izinnet_iys.group_collector").id,
                "perm_read": True,
            }
        )
        self.assertFalse(reader.all_group_ids & whole)
        self.assertIn(self.new, text.display_name)  # the system read it before
        told = text.with_user(reader).read(["sender", "display_name"])
        self.assertNotIn(self.new, str(told))

    def test_who_reads_it_whole_is_noted(self):
        """L-8."""
        text = self._text()
        self.cr.flush()
        self.cr.execute("DELETE FROM iys_look")
        self.as_role("auditor", text).read(["sender"])
        self.cr.flush()
        self.cr.execute("SELECT res_model, res_id FROM iys_look")
        self.assertEqual(self.cr.fetchall(), [("iys.sms.inbound", text.id)])

    def test_a_list_of_numbers_leaves_with_a_reason_only(self):
        """L-61."""
        self.users["manager"].group_ids += self.env.ref("base.group_allow_export")
        texts = self.as_role("manager", self._text())
        with self.assertRaisesRegex(UserError, "Export with reason"):
            texts.export_data(["sender"])
        export = self.as_role("manager", self.env["iys.export"]).create(
            {
                "reason": "answer to an inspection",
                "model_name": "iys.sms.inbound",
                "file_format": "csv",
            }
        )
        self.assertIn(self.new, b"".join(export._stream()).decode())
