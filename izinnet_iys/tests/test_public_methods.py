"""Public methods by RPC, called by low users with junk: nothing changes (R-57)."""

from pathlib import Path

from odoo import models
from odoo.exceptions import (
    AccessDenied,
    AccessError,
    MissingError,
    RedirectWarning,
    UserError,
)
from odoo.service.model import get_public_method
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import IysCommon

LIST = Path(__file__).with_name("public_methods.txt")
#: What a person may get to read; everything else is a crash.
ANSWERS = (AccessDenied, AccessError, MissingError, RedirectWarning, UserError)
#: Junk: nothing, texts, huge and negative numbers, nested things.
JUNK = ((), ("x",), (-1,), ({"a": [1]},), (None, None))
OURS = "odoo.addons.izinnet_iys"


def public_methods(env):
    """Return {"model.method"} that this addon adds and anybody who logs in may call."""
    base = {name for name in dir(models.BaseModel)}
    return {
        f"{name}.{method}"
        for name, model in env.items()
        for cls in type(model).mro()
        if (cls.__module__ or "").startswith(f"{OURS}.")
        for method, value in vars(cls).items()
        if callable(value) and not method.startswith("_") and method not in base
        and not isinstance(value, type) and _is_public(model, method)
    }  # fmt: skip


def _is_public(model, method):
    try:
        get_public_method(model, method)
    except (AccessError, AttributeError):
        return False
    return True


@tagged("-at_install", "post_install")
class TestPublicMethods(IysCommon):
    @classmethod
    def setUpClass(cls):
        """Override of `IysCommon`: a user of the company without any role."""
        super().setUpClass()
        cls.low = new_test_user(
            cls.env,
            login="iys_nobody",
            groups="base.group_user",
            context={"no_reset_password": True},
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls._record(cls._make_received())

    def test_every_public_method_is_on_the_reviewed_list(self):
        """R-57: a new one is looked at before it is added to ``public_methods.txt``."""
        known = set(LIST.read_text().split())
        self.assertEqual(public_methods(self.env) - known, set())

    def test_the_list_names_nothing_that_is_gone(self):
        """Models of addons that are not installed are left out."""
        known = set(LIST.read_text().split())
        here = {name for name in known if name.rpartition(".")[0] in self.env}
        self.assertEqual(here - public_methods(self.env), set())

    def _written(self):
        """Rows written in this transaction so far, in tables that hold consents."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del"
            " FROM pg_stat_xact_user_tables WHERE relname LIKE 'iys_%'"
            " OR relname IN ('res_partner', 'mail_mail', 'mailing_mailing')"
        )
        return dict(self.env.cr.fetchall())

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.models")
    def test_a_user_without_a_role_changes_nothing_with_junk(self):
        """R-57: no change, and no error but one a person can read."""
        for name in sorted(public_methods(self.env)):
            model, _dot, method = name.rpartition(".")
            if self.env[model]._abstract and not self.env[model]._auto:
                continue
            for junk in JUNK:
                with self.subTest(method=name, junk=junk):
                    self._call(model, method, junk)

    def _call(self, model, method, junk):
        ids = self.env[model].search([], limit=1).ids if self._has_table(model) else []
        records = self.env[model].with_user(self.low).browse(ids)
        before = self._written()
        try:
            with self.env.cr.savepoint():
                getattr(records, method)(*junk)
                after = self._written()
                self.assertEqual(after, before, "something was written")
        except (*ANSWERS, ValueError) as error:
            # ValueError: "expected singleton", "no list called …"
            self.assertTrue(str(error), f"{model}.{method} says nothing")
        except (TypeError, KeyError, AttributeError) as error:
            # the number or kind of arguments does not fit
            fits = junk or "required positional argument" in str(error)
            self.assertTrue(fits, f"{model}.{method} without arguments: {error!r}")
        self.env.invalidate_all()

    def _has_table(self, model):
        return self.env[model]._auto and not self.env[model]._abstract
