"""An auditor presses every button of privacy and operations: refused, nothing changes."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .privacy_case import PrivacyCase
from .test_iys_backup import BackupCase

#: What an auditor may press: it shows or checks, and changes no record.
MAY = {
    "iys.destruction": {"action_certificate"},
    "iys.destruction.rule": {"action_runs"},
}


@tagged("-at_install", "post_install")
class TestAuditor(PrivacyCase, BackupCase):
    """Each record stands where its buttons would work for a manager."""

    def _destruction(self, state="ready"):
        run = self._start()
        run.sudo().write({"state": state, "message": "x"})
        return run

    def _request(self, state="working"):
        request = self.env["iys.subject.request"].create(
            {
                "person_name": "Ayşe Deneme",
                "phone": self.phone,
                "identity": "document",
                "answer": "<p>Yanıt</p>",
                "company_id": self.company.id,
            }
        )
        request.action_search()
        request.action_export()
        request.sudo().state = state
        return request

    def _ask_again(self):
        return self.env["iys.ask.again"].create(
            {
                "brand_id": self.alpha.id,
                "type": "MESAJ",
                "recipient_key": "x",
                "reason": "own wish",
                "user_id": self.users["collector"].id,
            }
        )

    def _hold(self):
        values = {"address": self.phone, "reason": "Court case 2026/12"}
        return self.env["iys.hold"].create({**values, "company_id": self.company.id})

    def _cases(self):
        """Yield (record, names of buttons)."""
        yield self._destruction(), ("action_approve", "action_cancel", "action_count")
        yield self._destruction("failed"), ("action_retry",)
        yield self.rule, ("action_prepare",)
        yield self._request(), (
            "action_search", "action_export", "action_propose_answer", "action_answer",
            "action_mask", "action_download_export",
        )  # fmt: skip
        yield self._request("answered"), ("action_close", "action_reopen")
        yield self._hold(), ("action_lift",)
        yield self._ask_again(), ("action_allow", "action_decline")
        yield self.plan, ("action_back_up_now", "action_test")
        yield self._make_backup(), ("action_prove",)
        yield self.account, (
            "action_confirm_database", "action_resume", "action_test_connection",
        )  # fmt: skip

    def _state_of(self, record):
        """All stored values of a record, and how many rows its neighbours have."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.execute(f"SELECT * FROM {record._table} WHERE id = %s", [record.id])
        counted = [
            self.env[model].sudo().search_count([])
            for model in (
                "iys.log", "iys.destruction", "iys.erasure", "iys.backup",
                "ir.attachment", "mail.mail", "mail.message", "ir.cron.trigger",
            )
        ]  # fmt: skip
        return self.env.cr.fetchone(), counted

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_every_button_refuses_an_auditor_in_words_and_changes_nothing(self):
        """R-31, R-57."""
        for record, buttons in self._cases():
            for button in buttons:
                with self.subTest(model=record._name, button=button):
                    before = self._state_of(record)
                    with self.assertRaises(UserError) as found:
                        getattr(self.as_role("auditor", record), button)()
                    self.assertGreater(len(str(found.exception)), 20)
                    self.assertEqual(self._state_of(record), before)

    def test_no_button_of_these_models_is_left_out(self):
        """A new one has to be looked at here as well."""
        tried = {}
        for record, buttons in self._cases():
            tried.setdefault(record._name, set()).update(buttons)
        for model, buttons in tried.items():
            with self.subTest(model=model):
                there = {n for n in dir(self.env[model]) if n.startswith("action_")}
                ours = {n for n in there if _is_ours(self.env[model], n)}
                self.assertEqual(ours - MAY.get(model, set()), buttons)


def _is_ours(model, name):
    for cls in type(model).mro():
        if name in vars(cls):
            return "izinnet_iys" in cls.__module__
    return False
