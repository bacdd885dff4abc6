"""Who may do what: the matrix of roles and models (product feature 15, R-31)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ROLES, IysCommon

#: r read, w write, c create, u unlink; for collector, author, manager, admin, auditor
MATRIX = {
    "iys.account": ("r", "r", "r", "rwcu", "r"),
    "iys.brand": ("r", "r", "r", "rwcu", "r"),
    "iys.consent": ("r", "r", "r", "r", "r"),
    "iys.notice": ("r", "r", "rwcu", "rwcu", "r"),
    "iys.holiday": ("r", "r", "rwcu", "rwcu", "r"),
    "iys.exchange": ("", "", "r", "r", "r"),
    "iys.breaker": ("", "", "r", "r", "r"),
    "iys.limit": ("", "", "r", "r", "r"),
    "iys.log": ("", "", "r", "r", "r"),
    "iys.demo.movement": ("", "", "r", "r", "r"),
    "iys.demo.request": ("", "", "r", "r", "r"),
    "iys.demo.note": ("", "", "r", "r", "r"),
    "iys.capture": ("rwcu", "rwcu", "rwcu", "rwcu", ""),
    "iys.citizen": ("rwcu", "rwcu", "rwcu", "rwcu", ""),
    "iys.import": ("", "", "rwcu", "rwcu", "r"),
    "iys.import.column": ("", "", "rwcu", "rwcu", "r"),
    "iys.import.fault": ("", "", "r", "r", "r"),
    "iys.import.part": ("", "", "", "", ""),
    "iys.export": ("", "", "rwc", "rwc", ""),
    "iys.refuse": ("rwcu", "rwcu", "rwcu", "rwcu", ""),
    "iys.audience.line": ("", "r", "r", "r", ""),
    "iys.form": ("r", "r", "rwcu", "rwcu", "r"),
    "iys.form.batch": ("r", "r", "rwcu", "rwcu", "r"),
    "iys.form.batch.part": ("r", "r", "r", "r", "r"),
    "iys.sheet": ("r", "r", "r", "r", "r"),
    "iys.sheet.scan": ("rwcu", "rwcu", "rwcu", "rwcu", ""),
    "iys.form.start": ("", "", "rwcu", "rwcu", ""),
    "iys.form.question": ("r", "r", "rwcu", "rwcu", "r"),
    "iys.form.version": ("r", "r", "r", "r", "r"),
    "iys.form.point": ("r", "r", "rwcu", "rwcu", "r"),
    "iys.pause": ("r", "r", "r", "r", "r"),
    "iys.explicit.consent": ("r", "r", "r", "r", "r"),
    "iys.confirmation": ("", "", "r", "r", "r"),
    "iys.receipt": ("r", "r", "r", "r", "r"),
    "iys.form.hit": ("", "", "r", "r", "r"),
    "iys.form.answer": ("", "", "r", "r", "r"),
    "iys.form.crowd": ("", "", "", "", ""),
    "iys.preference.ask": ("", "", "r", "r", "r"),
    "iys.visit": ("rwcu", "rwcu", "rwcu", "rwcu", ""),
    "iys.signed.list": ("rwcu", "rwcu", "rwcu", "rwcu", "r"),
    "iys.signed.line": ("rwcu", "rwcu", "rwcu", "rwcu", "r"),
    "iys.notice.block": ("r", "r", "rwcu", "rwcu", "r"),
    "iys.notice.template": ("r", "r", "r", "r", "r"),
    "iys.document": ("rwc", "rwc", "rwcu", "rwcu", "r"),
    "iys.list": ("r", "rwcu", "rwcu", "rwcu", "r"),
    "iys.message": ("", "", "r", "r", "r"),
    "iys.proof": ("", "", "rwc", "rwc", "rwc"),
    "iys.proof.state": ("", "", "rwcu", "rwcu", "rwcu"),
    "iys.proof.attempt": ("", "", "rwcu", "rwcu", "rwcu"),
    "iys.report": ("", "", "r", "r", "r"),
    "iys.report.screen": ("", "", "rwc", "rwc", "rwc"),
    "iys.case": ("", "", "rwc", "rwc", "r"),
    "iys.training": ("", "", "rwcu", "rwcu", "r"),
    "iys.contract": ("", "", "rwcu", "rwcu", "r"),
    "iys.backup.plan": ("", "", "", "r", "r"),
    "iys.backup": ("", "", "", "r", "r"),
    "iys.backup.erasure": ("", "", "", "r", "r"),
    "iys.alarm": ("", "", "r", "r", "r"),
    "iys.dead.letter": ("", "", "r", "r", "r"),
    "iys.dead.letter.mark": ("", "", "", "", ""),
    "iys.reason": ("", "", "rwc", "rwc", ""),
    "iys.seal": ("", "", "r", "r", "r"),
    "iys.seal.gone": ("", "", "r", "r", "r"),
    "iys.seal.mark": ("", "", "", "", ""),
    "iys.seal.anchor": ("", "", "r", "r", "r"),
    "iys.seal.check": ("", "", "r", "r", "r"),
    "iys.seal.fault": ("", "", "r", "r", "r"),
    "iys.seal.export": ("", "", "rwc", "rwc", "rwc"),
    "iys.seal.ask": ("", "", "rwc", "rwc", "rwc"),
    "iys.day.report": ("", "", "r", "r", "r"),
    "iys.vault": ("", "", "", "", ""),
    "iys.destruction.target": ("", "", "", "", ""),
    "iys.erasure": ("", "", "r", "r", "r"),
    "iys.hold": ("", "", "rwc", "rwc", "r"),
    "iys.retention": ("", "", "r", "rwcu", "r"),
    "iys.destruction.rule": ("", "", "rwcu", "rwcu", "r"),
    "iys.destruction": ("", "", "rwc", "rwc", "r"),
    "iys.destruction.line": ("", "", "r", "r", "r"),
    "iys.subject.request": ("", "", "rwc", "rwc", "r"),
    "iys.subject.found": ("", "", "rwcu", "rwcu", "r"),
    "iys.ask.again": ("r", "r", "r", "r", "r"),
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


@tagged("-at_install", "post_install")
class TestRights(IysCommon):
    def _rights(self, model, role):
        records = self.as_role(role, self.env[model])
        return "".join(
            letter
            for letter, operation in OPERATIONS.items()
            if records.has_access(operation)
        )

    def test_every_role_may_do_exactly_what_the_matrix_says(self):
        for model, row in MATRIX.items():
            for role, rights in zip(ROLES, row, strict=True):
                with self.subTest(model=model, role=role):
                    self.assertEqual(self._rights(model, role), rights)

    def test_every_model_of_the_addon_is_in_the_matrix(self):
        ours = {
            name
            for name, model in self.env.items()
            if model._original_module == "izinnet_iys" and not model._abstract
        }
        self.assertEqual(ours, set(MATRIX))

    def test_a_user_without_a_role_reads_nothing(self):
        self.users["collector"].group_ids -= self.env.ref("izinnet_iys.group_collector")
        for model in MATRIX:
            with self.subTest(model=model):
                self.assertEqual(self._rights(model, "collector"), "")

    def test_roles_see_only_their_companies_consents(self):
        """L-6."""
        ours = self._record(self._make_act(), self._make_act(brand_id=self.gamma.id))
        for role in ROLES:
            with self.subTest(role=role):
                seen = self.as_role(role, ours).search([("id", "in", ours.ids)])
                self.assertEqual(seen.brand_id, self.alpha)

    def test_roles_see_only_their_companies_brands(self):
        """L-6."""
        for role in ROLES:
            with self.subTest(role=role):
                seen = self.as_role(role, self.gamma).search([])
                self.assertNotIn(self.gamma, seen)

    def test_another_companys_log_is_not_seen(self):
        row = self.env["iys.log"]._add("setup", "x", record=self.gamma)
        with self.assertRaises(AccessError):
            self.as_role("auditor", row).read(["message"])

    def test_nobody_reads_credentials_through_the_interface(self):
        for role in ("collector", "author", "manager", "auditor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(role, self.account).read(["password"])

    def test_tokens_are_read_by_nobody(self):
        """R-13."""
        with self.assertRaises(AccessError):
            self.as_role("admin", self.account).read(["token_data"])

    def test_an_auditor_may_hold_another_role_too(self):
        self.users["auditor"].group_ids += self.env.ref("izinnet_iys.group_manager")
        self.assertEqual(self._rights("iys.notice", "auditor"), "rwcu")

    def test_a_manager_closes_a_to_do_on_a_brand_without_the_right_to_edit_it(self):
        self.alpha._alert_managers("Look here", "Something is late")
        todo = self.alpha.activity_ids.filtered(
            lambda activity: activity.user_id == self.users["manager"]
        )
        self.as_role("manager", todo).action_done()
        self.assertFalse(todo.exists() and todo.active)

    def test_the_higher_role_includes_the_lower(self):
        chain = [self.env.ref(f"izinnet_iys.group_{role}") for role in ROLES[:4]]
        for lower, higher in zip(chain, chain[1:], strict=False):
            self.assertIn(lower, higher.all_implied_ids)
