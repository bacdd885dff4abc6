"""Ready lists: each holds exactly whom it names."""

import ast
from datetime import timedelta

from lxml import etree

from odoo.tests import tagged

from .common import IysCommon
from .list_case import RandomPeople

REACHED = ("approved", "merchant")


class ReadyLists:
    """Opens a ready list the way the menu does."""

    def _rows(self, name, *filters):
        """What an action shows, with some filters of its search view switched on."""
        action = self.env.ref(f"izinnet_iys.iys_list_action_{name}")
        domain = ast.literal_eval((action.domain or "[]").strip())
        model = self.env[action.res_model]
        for switched_on in filters:
            domain = domain + self._filter(model, action.search_view_id, switched_on)
        return model.search(domain)

    def _filter(self, model, view, name):
        arch = etree.fromstring(model.get_view(view.id, "search")["arch"])
        (node,) = arch.xpath(f"//filter[@name='{name}']")
        return ast.literal_eval(node.get("domain"))


@tagged("-at_install", "post_install")
class TestIysListReadyContacts(ReadyLists, RandomPeople):
    """What the lists of contacts show, against the gate asked one by one."""

    def _mine(self, found):
        return (found & self.people).sorted("id")

    def _expected(self, wanted):
        return self.people.filtered(lambda p: p.active and wanted(p)).sorted("id")

    def test_no_consent_at_all_holds_who_has_an_address_and_said_nothing(self):
        states = ("iys_arama_state", "iys_mesaj_state", "iys_eposta_state")
        expected = self._expected(
            lambda p: (p.phone_sanitized or p.email_normalized)
            and all(p[state] == "none" for state in states)
        )
        self.assertTrue(expected)
        self.assertEqual(self._mine(self._rows("none")), expected)

    def test_channel_missing_holds_who_has_the_address_and_no_consent(self):
        for name, address, channel in (
            ("missing_sms", "phone_sanitized", "mesaj"),
            ("missing_call", "phone_sanitized", "arama"),
            ("missing_mail", "email_normalized", "eposta"),
        ):
            expected = self._expected(
                lambda p, a=address, c=channel: p[a] and p[f"iys_{c}_state"] == "none"
            )
            with self.subTest(filter=name):
                self.assertEqual(self._mine(self._rows("missing", name)), expected)

    def test_reachable_and_unreachable_hold_whom_the_gate_names(self):
        for word, channel in (("sms", "mesaj"), ("mail", "eposta"), ("call", "arama")):
            field = f"iys_{channel}_rule"
            reached = self._expected(lambda p, f=field: p[f] in REACHED)
            others = self._expected(lambda p, f=field: p[f] not in REACHED)
            with self.subTest(channel=channel):
                self.assertEqual(
                    self._mine(self._rows("reached", f"reached_{word}")), reached
                )
                self.assertEqual(
                    self._mine(self._rows("unreached", f"unreached_{word}")), others
                )

    def test_waiting_holds_the_approvals_iys_has_not_confirmed(self):
        """L-16."""
        coming = ("unconfirmed", "queued", "in_flight", "sent", "unknown")
        expected = (
            self.env["iys.consent"]
            .search([])
            .filtered(lambda c: c.status == "ONAY" and c.state in coming)
        )
        self.assertTrue(expected)
        self.assertEqual(self._rows("waiting"), expected)

    def test_every_ready_list_opens_with_its_columns(self):
        for name in ("none", "missing", "reached", "unreached", "waiting", "failed"):
            action = self.env.ref(f"izinnet_iys.iys_list_action_{name}")
            views = [(view.view_id.id, view.view_mode) for view in action.view_ids]
            told = self.env[action.res_model].get_views(views)
            with self.subTest(list=name):
                self.assertEqual(set(told["views"]), {mode for _id, mode in views})


@tagged("-at_install", "post_install")
class TestIysListReadyConsents(ReadyLists, IysCommon):
    def test_refused_by_iys_tells_the_code_in_words(self):
        good, refused, other = self._record(
            *[self._make_act(recipient=f"+9053211100{n:02}") for n in range(3)]
        )
        acts = good + refused + other
        acts._set_state("in_flight", acts.ids)
        acts._set_state("failed", refused.ids, error_code="H155")
        self.assertEqual(self._rows("failed"), refused)
        self.assertIn("2015", refused.error_explained)

    def test_nearly_late_holds_what_must_reach_iys_within_a_day(self):
        """L-11: of three consents the middle one is pressing."""
        hours = (1, 60, 2)
        acts = self._record(
            *[
                self._make_act(
                    recipient=f"+9053211100{n:02}",
                    consent_date=self._now() - timedelta(hours=age),
                )
                for n, age in enumerate(hours)
            ]
        )
        pressing = acts.filtered(
            lambda c: c.promise < self._now() + timedelta(hours=24)
        )
        self.assertIn(acts.sorted("consent_date")[0], pressing)
        self.assertEqual(self._rows("late"), pressing.sorted("id", reverse=True))

    def test_what_iys_holds_is_not_nearly_late(self):
        self._record(
            self._make_received(consent_date=self._now() - timedelta(hours=60))
        )
        self.assertFalse(self._rows("late"))


@tagged("-at_install", "post_install")
class TestIysListReadyTexts(ReadyLists, IysCommon):
    """Text out of date: a later version changed the substance."""

    def _publish(self, previous=None, substance=False, brand=None):
        if previous:
            draft = self.env["iys.notice"].browse(
                previous.action_new_version()["res_id"]
            )
            draft.substance = substance
        else:
            draft = self.env["iys.notice"].create(
                {
                    "brand_id": (brand or self.alpha).id,
                    "name": "SMS onayı",
                    "kind": "commercial_approval",
                    "type": "MESAJ",
                    "body": "<p>Onaylıyorum.</p>",
                }
            )
        draft.action_publish()
        return draft

    def _approve(self, notice, number=0, **over):
        return self._record(
            self._make_received(
                brand_id=notice.brand_id.id,
                recipient=f"+9053211100{number:02}",
                notice_id=notice.id,
                **over,
            )
        )

    def test_an_approval_on_the_latest_text_is_up_to_date(self):
        self._approve(self._publish())
        self.assertFalse(self._rows("outdated"))

    def test_a_change_of_substance_makes_approvals_outdated(self):
        first = self._publish()
        consent = self._approve(first)
        second = self._publish(first, "changed")
        self._approve(second, 1)
        self.assertEqual(self._rows("outdated"), consent)

    def test_a_change_of_wording_makes_nothing_outdated(self):
        first = self._publish()
        self._approve(first)
        self._publish(first, "same")
        self.assertFalse(self._rows("outdated"))

    def test_a_change_two_versions_later_counts_for_both(self):
        first = self._publish()
        second = self._publish(first, "same")
        acts = self._approve(first) + self._approve(second, 1)
        self._publish(second, "changed")
        self.assertEqual(self._rows("outdated"), acts.sorted("id", reverse=True))

    def test_a_draft_makes_nothing_outdated(self):
        first = self._publish()
        self._approve(first)
        draft = self.env["iys.notice"].browse(first.action_new_version()["res_id"])
        draft.substance = "changed"
        self.assertFalse(self._rows("outdated"))

    def test_who_refused_since_is_not_asked_about_the_text(self):
        first = self._publish()
        self._approve(first)
        self._record(self._make_act(status="RET", recipient="+905321110000"))
        self._publish(first, "changed")
        self.assertFalse(self._rows("outdated"))

    def test_another_companys_texts_are_not_listed(self):
        """L-6."""
        first = self._publish(brand=self.gamma)
        self._approve(first)
        self._publish(first, "changed")
        consents = self._rows("outdated").with_user(self.users["manager"])
        self.assertFalse(consents._filtered_access("read"))
