"""What the tests of masking and deletion share: two managers, refused people."""

from datetime import timedelta

from odoo.tests import new_test_user

from .common import IysCommon


class PrivacyCase(IysCommon):
    """Somebody starts a destruction, somebody else approves it, the job does it."""

    @classmethod
    def setUpClass(cls):
        """Override of `IysCommon`: a second consent manager."""
        super().setUpClass()
        cls._make_ready(cls.alpha, cls.beta, cls.gamma)
        cls.second = new_test_user(
            cls.env,
            login="iys_second_manager",
            groups="base.group_user,izinnet_iys.group_manager",
            context={"no_reset_password": True},
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.rule = cls._make_rule()

    @classmethod
    def _make_rule(cls, kind="refused", **over):
        values = {
            "name": f"Rule {kind}",
            "kind": kind,
            "company_id": cls.company.id,
            **over,
        }
        return cls.env["iys.destruction.rule"].create(values)

    @classmethod
    def _refuse(cls, *recipients, brand=None, type_="MESAJ", days=40):
        """Record refusals that İYS told of, some days ago; returns the acts."""
        moment = cls._now() - timedelta(days=days)
        return cls._record(
            *[
                cls._make_received(
                    brand_id=(brand or cls.alpha).id,
                    recipient=recipient,
                    type=type_,
                    status="RET",
                    source="IYS_WEB",
                    consent_date=moment,
                    person_name="Ayşe Deneme",
                    evidence={"ip": "203.0.113.9", "way": "web"},
                )
                for recipient in recipients
            ]
        )

    def _start(self, rule=None):
        """Start a destruction as one manager and let the job count it."""
        rule = self.as_role("manager", rule or self.rule)
        run_id = rule.action_prepare()["res_id"]
        run = self.env["iys.destruction"].browse(run_id)
        run.sudo()._step()
        return run

    def _destroy(self, rule=None):
        """Start, approve as the second manager, and let the job finish."""
        run = self._start(rule)
        run.with_user(self.second).action_approve()
        return self._finish(run)

    def _finish(self, run):
        job = run.sudo()
        while job.state in ("counting", "approved", "running"):
            job._step()
        self.env.invalidate_all()
        return run
