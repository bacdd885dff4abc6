"""A saved list as the audience of a mailing."""

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .list_case import RandomPeople


@tagged("-at_install", "post_install")
class TestIysListMailing(RandomPeople):
    """A list as the audience of a mailing, seen by a marketer without a role at İYS."""

    @classmethod
    def setUpClass(cls):
        """Override of `RandomPeople`: a list for e-mails, a marketer."""
        super().setUpClass()
        cls.saved = cls.env["iys.list"].create(
            {
                "name": "E-posta alabilenler",
                "brand_id": cls.alpha.id,
                "type": "EPOSTA",
                "domain": repr([("id", "in", cls.people.ids)]),
            }
        )
        cls.marketer = new_test_user(
            cls.env,
            "pazarlama",
            "base.group_user,mass_mailing.group_mass_mailing_user",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            context={"no_reset_password": True},
        )
        reached = ("approved", "merchant")
        cls.reached = cls.people.filtered(
            lambda p: p.iys_eposta_rule in reached and p.active
        )

    def _mailing(self, env=None, **over):
        context = self.saved.with_env(env or self.env).action_use_as_audience()[
            "context"
        ]
        mailings = (env or self.env)["mailing.mailing"].with_context(**context)
        return mailings.create({"subject": "KAMPANYA", **over})

    def test_a_mailing_to_the_list_reaches_its_people(self):
        self.assertEqual(sorted(self._mailing()._get_recipients()), self.reached.ids)

    def test_a_marketer_without_a_role_uses_the_list(self):
        env = self.env(user=self.marketer)
        mailing = self._mailing(env)
        self.assertEqual(sorted(mailing._get_recipients()), self.reached.ids)

    def test_the_scheduled_action_sees_the_same_people(self):
        """It runs as a user of another company, with no company chosen."""
        mailing = self._mailing()
        root = self.env(user=self.env.ref("base.user_root"), su=True, context={})
        self.assertEqual(
            sorted(mailing.with_env(root)._get_recipients()), self.reached.ids
        )

    def test_a_state_in_the_filter_speaks_of_the_mailings_brand(self):
        """L-6: not of the brand that the sender's screen shows."""
        domain = [("iys_eposta_state", "=", "ONAY"), ("id", "in", self.people.ids)]
        mailing = self._mailing(iys_brand_id=self.beta.id, mailing_domain=repr(domain))
        root = self.env(user=self.env.ref("base.user_root"), su=True, context={})
        people = self.people.with_context(iys_brand_id=self.beta.id)
        approved = people.filtered(lambda p: p.iys_eposta_state == "ONAY" and p.active)
        self.assertEqual(sorted(mailing.with_env(root)._get_recipients()), approved.ids)

    def test_the_list_is_a_favourite_filter_of_mailings(self):
        mailing = self._mailing(mailing_domain="[]")
        mailing.mailing_filter_id = self.saved.filter_id
        self.assertEqual(mailing.mailing_domain, repr(self.saved._membership()))

    def test_an_archived_list_is_no_favourite_filter(self):
        self.saved.active = False
        self.assertFalse(self.saved.filter_id.exists())

    def test_a_list_a_mailing_waits_for_is_not_deleted(self):
        self._mailing()
        with self.assertRaises(UserError):
            self.saved.unlink()

    def test_the_filter_goes_with_the_list(self):
        standing_for_it = self.saved.filter_id
        self.saved.unlink()
        self.assertFalse(standing_for_it.exists())

    def test_a_list_for_calls_is_no_audience(self):
        self.saved.type = "ARAMA"
        self.assertFalse(self.saved.filter_id.exists())
        with self.assertRaises(UserError):
            self.saved.action_use_as_audience()

    def test_who_may_make_no_mailing_is_told_so(self):
        with self.assertRaises(UserError):
            self.as_role("collector", self.saved).action_use_as_audience()
