"""A salesperson's path on a phone: a consent by QR code and code, one by a told code.

``./run python -m tests.e2e.salesperson FOLDER`` walks it and keeps a picture of each step,
on a phone and on a desk; the test of part ``e2e`` walks it on a phone. The customer's codes
are read from the phones page of the operator's simulator.
"""

import re
import sys
import time

from tests.faults import odoo_here
from tests.faults.conftest import Driver
from tests.simulators.sms import Limits, SmsSimulator
from tests.stack import places, system

from .browser import Browser
from .odoo_page import Odoo
from .pictures import SIZES, keep_pictures

DATABASE = "izinnet_salesperson"
LANGUAGE = "tr_TR"
LOGIN = "saha"
CUSTOMERS = {
    "qr": ("Ada Akçam", "+905321112233"),
    "told": ("Efe Örnek", "+905339998877"),
}
#: Who comes to the tablet at the counter.
VISITOR = ("Can Örnek", "+905427776655")
PATIENCE = 60
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


class Walk:
    """The walk: ``odoo`` is the salesperson's browser, ``phone`` the customer's."""

    def __init__(self, odoo, phone, operator, sql, picture):
        """Nothing is done yet; ``picture(browser, name)`` keeps what is seen."""
        self.odoo, self.phone, self.operator = odoo, phone, operator
        self.sql, self.picture = sql, picture
        self.people = {}

    def prepare(self):
        """The administrator has a salesperson, trained, and two customers."""
        call = self.odoo.call
        groups = [
            call("ir.model.data", "check_object_reference", *name.split("."))[1]
            for name in (
                "base.group_user", "izinnet_iys.group_collector",
                "base.group_partner_manager",
            )
        ]  # fmt: skip
        user = call(
            "res.users", "create",
            {"name": "Saha Deneme", "login": LOGIN, "password": LOGIN, "lang": LANGUAGE,
             "tz": "Europe/Istanbul", "group_ids": [(6, 0, groups)]},
        )  # fmt: skip
        brand = self.odoo.first("iys.brand", [])
        script = call("iys.sms.script", "create", {"brand_id": brand})
        call("iys.sms.script", "action_publish", [script])
        training = {"name": "Birebir onay", "user_id": user, "iys_script_id": script}
        call("iys.training", "create", training)
        gateway = self.odoo.first("iys.sms.gateway", [])
        call("iys.sms.gateway", "write", [gateway], {"iys_allows_request": True})
        for key, (name, number) in CUSTOMERS.items():
            values = {"name": name, "phone": number}
            self.people[key] = call("res.partner", "create", values)

    def visit(self, key):
        """Open a customer and the screen to collect consent."""
        self.odoo.open("izinnet_iys.res_partner_action_consent", self.people[key])
        browser = self.odoo.browser
        browser.click(".o_notebook .nav-link[name=iys_consents]")
        browser.click("button[name=action_iys_visit]")
        browser.wait_for(".modal .o_iys_visit")
        self.odoo.settle()

    def by_qr(self):
        """The customer scans, ticks SMS on the own phone and types the code."""
        self.odoo.log_in(LOGIN, LOGIN)
        browser, phone = self.odoo.browser, self.phone
        self.visit("qr")
        self.picture(browser, "visit")
        browser.click(".modal button[name=action_show]")
        browser.wait_for(".modal .o_iys_visit_qr img")
        self.odoo.settle()
        self.picture(browser, "qr")
        url = browser.evaluate("document.querySelector('.modal [name=url]').innerText")
        phone.open(f"{url.strip()}?lang=tr")
        phone.fill("#iys_name", CUSTOMERS["qr"][0])
        phone.fill("#iys_phone", CUSTOMERS["qr"][1])
        self.tick_phones()
        self.picture(phone, "form")
        phone.click("button[type=submit]")
        phone.wait("document.querySelector('#code_confirm_mesaj')")
        self.picture(phone, "code")
        sms, call = self.read_codes(CUSTOMERS["qr"][1])
        phone.fill("#code_confirm_mesaj", sms)
        phone.click("button[type=submit]")
        phone.wait("document.querySelector('.given')")
        self.picture(phone, "code-one-given")
        phone.fill("#code_confirm_arama", call)
        phone.click("button[type=submit]")
        phone.wait("document.body.innerText.includes('Teşekkürler')")
        self.picture(phone, "code-done")
        browser.wait("!document.querySelector('.modal')", seconds=30)

    def tick_phones(self):
        """Tick SMS and calls, the second and third box."""
        self.phone.evaluate(
            "[...document.querySelectorAll('.box input')].slice(1)"
            ".forEach((box) => box.click())"
        )

    def read_codes(self, number):
        """Wait for a customer's SMS; return the codes in the newest one that has any."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            texts = [one.text for one in self.operator.phone(number).texts]
            if codes := CODE.findall(texts[-1] if texts else ""):
                return codes
            time.sleep(0.5)
        raise RuntimeError(f"no code arrived: {texts}")

    def by_told_code(self):
        """The second customer hears the text, chooses SMS and tells the code."""
        browser = self.odoo.browser
        self.visit("told")
        browser.click(".modal button[name=action_request]")
        browser.wait_for(".modal [name=wants_mesaj] input")
        self.odoo.settle()
        self.picture(browser, "request")
        browser.click(".modal [name=wants_mesaj] input")
        browser.click(".modal [name=was_read] input")
        browser.click(".modal button[name=action_send]")
        browser.wait_for(".modal [name=told_code] input")
        self.odoo.settle()
        self.picture(browser, "request-sent")
        [code] = self.read_codes(CUSTOMERS["told"][1])
        browser.click(".modal [name=told_for] input[data-value=MESAJ]")
        browser.fill(".modal [name=told_code] input", code)
        browser.click(".modal button[name=action_enter]")
        browser.wait(
            "document.querySelector('.modal')?.innerText.includes('Teşekkürler')"
        )
        self.odoo.settle()
        self.picture(browser, "request-done")

    def at_kiosk(self):
        """A visitor ticks SMS on the tablet, types the code there and makes room."""
        token = self.sql("SELECT token FROM iys_form_point WHERE kind != 'visit'")[0]
        tablet = self.phone
        tablet.open(f"{self.odoo.url}/izin/{token}/kiosk?lang=tr")
        tablet.fill("#iys_name", VISITOR[0])
        tablet.fill("#iys_phone", VISITOR[1])
        tablet.evaluate("document.querySelectorAll('.box input')[1].click()")
        tablet.click("button[type=submit]")
        tablet.wait("document.querySelector('#code_confirm_mesaj')")
        self.picture(tablet, "kiosk-code")
        [code] = self.read_codes(VISITOR[1])
        tablet.fill("#code_confirm_mesaj", code)
        tablet.click("button[type=submit]")
        tablet.wait("document.body.innerText.includes('Teşekkürler')")
        self.picture(tablet, "kiosk-done")
        tablet.click("a.next")
        tablet.wait("document.querySelector('#iys_phone')?.value === ''")

    def preferences(self):
        """A visitor asks for the preference page by the phone's number."""
        phone = self.phone
        phone.open(f"{self.odoo.url}/iys/preferences")
        self.picture(phone, "preferences-ask")
        phone.fill("#phone", VISITOR[1])
        phone.click("form.end button[type=submit]")
        phone.wait("document.querySelector('#code')")
        self.picture(phone, "preferences-code")

    def look_back(self):
        """The phones page of the operator shows the texts."""
        self.phone.open(f"{self.operator.control_url}/phones")
        self.picture(self.phone, "phones")

    def register(self):
        """İYS's demo registry takes both; the receipts leave."""
        self.odoo.log_in("admin", "admin")
        brand = self.odoo.first("iys.brand", [])
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for button in ("action_push_now", "action_results_now"):
                self.odoo.call("iys.brand", button, [brand])
            if (
                set(self.acts("state")) == {"registered"}
                and len(set(self.receipts())) == 3
            ):
                return
            time.sleep(1)
        raise RuntimeError(f"not registered: {self.acts('state')} {self.receipts()}")

    def acts(self, fields="recipient, type, status, source"):
        """Rows of the ledger."""
        return self.sql(f"SELECT {fields} FROM iys_consent ORDER BY id")

    def receipts(self):
        """Numbers whose receipt the operator took."""
        query = "SELECT recipient FROM iys_receipt WHERE state = 'sent' ORDER BY id"
        return self.sql(query)

    STEPS = (by_qr, by_told_code, at_kiosk, preferences, look_back, register)


def walk(stack, picture, size="phone"):
    """Serve a database and walk the path; returns the `Walk`."""
    stack.create_database(DATABASE, modules=places.addons())
    stack.odoo(["i18n", "loadlang", "-d", DATABASE, "-l", LANGUAGE])
    port = system.free_port()
    try:
        with SmsSimulator(limits=Limits.off(), report_seconds=1) as operator:
            _found(stack, operator, f"http://127.0.0.1:{port}")
            with stack.serve(
                DATABASE, workers=0, cron_threads=2, env=odoo_here.HOSTS, port=port
            ) as server:
                return _walk(stack, server, operator, picture, size)
    finally:
        stack.drop_database(DATABASE)


def _found(stack, operator, url):
    driver = Driver(stack, DATABASE)
    account = operator.account("netgsm").described(operator.url("netgsm"))
    try:
        assert driver.run(("found_codes", {"account": account, "url": url})) == [0]
    finally:
        driver.close()


def _walk(stack, server, operator, picture, size):
    with Browser() as browser, Browser() as phone:
        browser.resize(*SIZES[size])
        phone.resize(*SIZES[size])
        phone.call("Network.enable")
        phone.call("Network.setExtraHTTPHeaders", headers={"Accept-Language": "tr"})
        odoo = Odoo(browser, server.url, DATABASE)
        odoo.log_in("admin", "admin")
        path = Walk(odoo, phone, operator, lambda q: stack.sql(q, DATABASE), picture)
        path.prepare()
        for step in path.STEPS:
            step(path)
        path.found = {
            "acts": path.acts(),
            "by": stack.sql(
                "SELECT evidence->>'confirmed_entered_by' FROM iys_consent ORDER BY id",
                DATABASE,
            ),
            "receipts": path.receipts(),
        }
    return path


if __name__ == "__main__":
    sys.exit(keep_pictures(walk, sys.argv[1]))
