"""A marketer's path in a real browser: compose, see who will not get it, send, look back.

``./run python -m tests.e2e.marketer FOLDER`` walks it and keeps a picture of each step, on
a desk and on a phone; the test of part ``e2e`` walks it on a desk.
"""

import sys
import time

from tests.simulators.smtp import MailServer
from tests.stack import places

from .browser import Browser
from .odoo_page import Odoo
from .pictures import SIZES, keep_pictures

DATABASE = "izinnet_marketer"
LANGUAGE = "tr_TR"
MAILINGS = "mass_mailing.mailing_mailing_action_mail"
SUBJECT = "KAMPANYA: Kışlıklarda indirim"
TEXT = "<p>Bu hafta mağazalarımızda kışlıklarda yüzde yirmi indirim var.</p>"


class Walk:
    """The walk: ``odoo`` is the browser's Odoo, ``letters`` the mail server."""

    def __init__(self, odoo, letters, picture):
        """Nothing is done yet; ``picture(name)`` keeps what is seen."""
        self.odoo, self.letters, self.picture = odoo, letters, picture
        self.mailing = self.reach = None

    def prepare(self):
        """The administrator opens the mail line; the hour of the day does not matter."""
        values = {
            "name": "Deneme",
            "smtp_host": self.letters.host,
            "smtp_port": self.letters.port,
        }
        self.odoo.call("ir.mail_server", "create", values)
        brands = self.odoo.call("iys.brand", "search", [])
        hours = {"iys_quiet_start": 0.0, "iys_quiet_end": 0.0}
        self.odoo.call("iys.brand", "write", brands, hours)
        people = self.odoo.call("res.users", "search", [("share", "=", False)])
        values = {"lang": LANGUAGE, "tz": "Europe/Istanbul"}
        self.odoo.call("res.users", "write", people, values)

    def compose(self):
        """The author writes a campaign to everybody with an e-mail."""
        self.odoo.log_in("kampanya", "kampanya")
        partner = self.odoo.call(
            "ir.model", "search", [("model", "=", "res.partner")], limit=1
        )
        self.mailing = self.odoo.call(
            "mailing.mailing",
            "create",
            {
                "subject": SUBJECT,
                "mailing_model_id": partner[0],
                "mailing_domain": "[('email', '!=', False)]",
                "body_html": TEXT,
                "body_arch": TEXT,
            },
        )
        self.odoo.open(MAILINGS, self.mailing)
        self.odoo.browser.wait_for("[name=iys_reach] .o_iys_reach")
        told = self.odoo.call("mailing.mailing", "read", [self.mailing], ["iys_reach"])
        self.reach = told[0]["iys_reach"]
        self.picture("mailing")

    def look_behind(self):
        """The author opens the list behind a reason and comes back."""
        self.odoo.browser.click("[name=iys_reach] .o_iys_reach_line")
        self.odoo.browser.wait_for(".o_list_view, .o_kanban_view")
        self.odoo.settle()
        self.picture("left-out")

    def send(self):
        """The author presses Send and confirms."""
        self.odoo.open(MAILINGS, self.mailing)
        self.odoo.browser.wait_for("[name=iys_reach] .o_iys_reach")
        self.odoo.browser.evaluate(
            """(() => {
                const all = [...document.querySelectorAll("button[name=action_launch]")];
                all.find((button) => button.getClientRects().length).click();
            })()"""
        )
        self.odoo.browser.click(".modal-footer .btn-primary")
        self._wait_until_sent()

    def _wait_until_sent(self):
        end = time.monotonic() + 180
        names = ["state", "sent", "canceled", "scheduled"]
        while time.monotonic() < end:
            told = self.odoo.call("mailing.mailing", "read", [self.mailing], names)[0]
            waiting = self.odoo.call(
                "mailing.trace",
                "search_count",
                [
                    ("mass_mailing_id", "=", self.mailing),
                    ("trace_status", "=", "outgoing"),
                ],
            )
            if told["state"] == "done" and not waiting:
                return
            time.sleep(1)
        raise RuntimeError(f"the mailing was not sent: {told}")

    def result(self):
        """The author opens the result, and the reasons of those left out."""
        self.odoo.open(MAILINGS, self.mailing)
        self.odoo.browser.wait_for("[name=iys_reach] .o_iys_reach")
        self.picture("result")
        self.odoo.browser.click("[name=iys_reach] .o_iys_reach_line")
        self.odoo.browser.wait_for(".o_list_view, .o_kanban_view")
        self.odoo.settle()
        self.picture("not-sent")

    def proof(self):
        """The consent manager opens the proof of one recipient."""
        self.odoo.log_in("sorumlu", "sorumlu")
        message = self.odoo.first("iys.message", [("mailing_id", "=", self.mailing)])
        self.odoo.open("izinnet_iys.iys_message_action", message)
        self.picture("message")
        self.odoo.browser.click(".o_statusbar_buttons .btn-primary")
        self.odoo.browser.wait_for("[name=reason]")
        self.odoo.settle()
        self.picture("proof")

    STEPS = (compose, look_behind, send, result, proof)


def walk(stack, picture, size="desk"):
    """Serve a demo database and walk the path; returns (path, letters)."""
    stack.create_database(DATABASE, modules=places.addons(), demo=True)
    stack.odoo(["i18n", "loadlang", "-d", DATABASE, "-l", LANGUAGE])
    try:
        with MailServer() as letters, stack.serve(DATABASE, workers=0) as server:
            with Browser() as browser:
                browser.resize(*SIZES[size])
                odoo = Odoo(browser, server.url, DATABASE)
                odoo.log_in("admin", "admin")
                path = Walk(odoo, letters, lambda name: picture(browser, name))
                path.prepare()
                for step in path.STEPS:
                    step(path)
        return path, letters
    finally:
        stack.drop_database(DATABASE)


if __name__ == "__main__":
    sys.exit(keep_pictures(walk, sys.argv[1]))
