"""Texts as PDF, and whom to ask again."""

from odoo.tests import HttpCase, new_test_user, tagged

from .common import IysCommon


@tagged("-at_install", "post_install")
class TestIysNoticePdf(IysCommon, HttpCase):
    def _get(self, notice, login):
        self.authenticate(login, login)
        return self.url_open(f"/iys/notice/{notice.id}/pdf")

    def test_an_auditor_opens_the_pdf(self):
        answer = self._get(self._make_notice(), "iys_auditor")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")

    def test_another_companys_text_is_not_found(self):
        """L-6."""
        answer = self._get(self._make_notice(self.gamma), "iys_auditor")
        self.assertEqual(answer.status_code, 404)

    def test_a_user_without_a_role_finds_nothing(self):
        notice = self._make_notice()
        new_test_user(self.env, "iys_nobody", "base.group_user")
        self.assertEqual(self._get(notice, "iys_nobody").status_code, 404)


@tagged("-at_install", "post_install")
class TestIysNoticeAgain(IysCommon):
    """Whom to ask again when the substance of a text changed."""

    def _following(self, notice, substance):
        draft = notice.browse(notice.action_new_version()["res_id"])
        draft.substance = substance
        draft.action_publish()
        return draft

    def _approve(self, notice, number):
        return self._record(
            self._make_received(
                recipient=f"+9053211100{number:02}", notice_id=notice.id
            )
        )

    def _asked(self, notice):
        action = notice.action_ask_again()
        return self.env[action["res_model"]].search(action["domain"])

    def test_who_approved_words_that_changed_is_listed(self):
        first = self._make_notice()
        acts = self._approve(first, 1) + self._approve(first, 2)
        second = self._following(first, "changed")
        self._approve(second, 3)
        self.assertEqual(self._asked(second), acts.sorted("id", reverse=True))
        self.assertEqual(second.again_count, 2)

    def test_new_wording_asks_nobody_again(self):
        first = self._make_notice()
        self._approve(first, 1)
        self.assertFalse(self._asked(self._following(first, "same")))

    def test_the_version_between_is_counted_when_the_last_one_changed(self):
        first = self._make_notice()
        second = self._following(first, "same")
        acts = self._approve(first, 1) + self._approve(second, 2)
        third = self._following(second, "changed")
        self.assertEqual(self._asked(third), acts.sorted("id", reverse=True))

    def test_who_refused_since_is_not_asked_again(self):
        first = self._make_notice()
        self._approve(first, 1)
        self._record(self._make_act(status="RET", recipient="+905321110001"))
        self.assertFalse(self._asked(self._following(first, "changed")))
