"""Looking never changes a consent: every link, twice, by ten kinds of visitors (R-47)."""

import html
import re
from urllib.parse import urljoin, urlsplit

from odoo.tests import tagged

from .attack_case import AttackCase

#: Browsers, mail scanners, chat previews, search robots.
AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1",
    "WhatsApp/2.24.13",
    "TelegramBot (like TwitterBot)",
    "facebookexternalhit/1.1",
    "Slackbot-LinkExpanding 1.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1)",
    "GoogleImageProxy",
    "Microsoft Office Outlook SafeLinks",
    "",
)
LINK = re.compile(r'(?:href|src|action)="([^"#]+)"')


@tagged("-at_install", "post_install")
class TestCrawl(AttackCase):
    def _links(self, text):
        """Return the paths of our own pages that a text leads to."""
        found = (html.unescape(link) for link in LINK.findall(text))
        paths = {urlsplit(urljoin(self.base_url(), link)) for link in found}
        return {
            f"{each.path}?{each.query}".rstrip("?")
            for each in paths
            if each.path.startswith(("/izin/", "/iys/"))
        }

    def _mails(self):
        """Return the bodies of the mails that carry links of ours."""
        mails = self.env["mail.mail"].search([("model", "like", "iys.%")])
        return [str(mail.body_html) for mail in mails]

    def _everything(self):
        """Return every path to be found on our pages, in blocks and in mails."""
        paths = {*self._pages().values(), *self._contents().values()}
        for path in list(paths):
            paths |= self._links(self.url_open(path).text)
        for body in self._mails():
            paths |= self._links(body)
        return sorted(paths)

    def test_every_link_twice_by_ten_visitors_changes_no_row(self):
        paths = self._everything()
        self.assertGreater(len(paths), len(self._pages()))
        before = self._hashes()
        for agent in AGENTS:
            for path in paths * 2:
                headers = {"User-Agent": agent}
                answer = self.url_open(path, headers=headers, allow_redirects=False)
                self.assertLess(answer.status_code, 500, path)
        self.assertEqual(self._hashes(), before)

    def test_other_ways_of_looking_change_no_row(self):
        choices = "choice=all&email=a@b.example.com&confirm=1&pin=&lang=tr"
        before = self._hashes()
        for path in self._everything():
            joined = f"{path}{'&' if '?' in path else '?'}{choices}"
            for method in ("HEAD", "OPTIONS", "GET"):
                self.url_open(joined, method=method, allow_redirects=False)
        self.assertEqual(self._hashes(), before)

    def test_the_hashes_see_a_press(self):
        """What could not see a change would prove nothing."""
        before = self._hashes()
        self.url_open(f"/iys/refuse/{self.message_token}", data={"x": "1"})
        self.assertNotEqual(self._hashes(), before)

    def test_no_page_sets_a_cookie_or_lets_itself_be_kept(self):
        """R-55."""
        for name, path in self._pages().items():
            with self.subTest(page=name):
                answer = self.url_open(path, cookies={})
                headers = answer.headers
                self.assertNotIn("Set-Cookie", headers)
                self.assertEqual(headers["Cache-Control"], "no-store")
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                self.assertIn("noindex", headers["X-Robots-Tag"])
                self.assertIn(
                    headers["Referrer-Policy"],
                    ("no-referrer", "strict-origin-when-cross-origin"),
                )
                policy = headers["Content-Security-Policy"]
                self.assertIn("frame-ancestors 'none'", policy)
                self.assertIn("default-src 'none'", policy)
