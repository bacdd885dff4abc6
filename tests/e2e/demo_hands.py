"""What the demo's check works with: the user's hands, and eyes on all three sides."""

import base64
import time
from datetime import datetime, timedelta, timezone

import requests

from . import old_list

#: Seconds until a step that does not come about is a failed one.
PATIENCE = 120
#: Seconds; İYS takes 300 for a list, the demo has no patience for that.
RESULTS_DELAY = 3
#: The person of the first steps, whom the list names again.
PHONE = old_list.phone(old_list.REFUSED_BEFORE)
CLASSES = (
    "count_queued", "count_ask", "count_in_iys", "count_ret", "count_known",
    "count_too_old", "count_blocked", "count_faulty", "count_silent",
)  # fmt: skip


class StepFailed(Exception):
    """What was read back is not what should be there."""


class Hands:
    """Acts as people do: the administrator connects, the consent manager works.

    ``iys`` is the simulator's description of itself, ``admin`` and ``odoo`` are clients
    logged in as the administrator and as the manager.
    """

    def __init__(self, stack, server, iys, admin, odoo):
        """Take what was started; nothing is set up yet."""
        self.stack, self.server, self.iys = stack, server, iys
        self.admin, self.odoo = admin, odoo
        self.brand = self.partner = self.consent = self.job = None
        self.mail, self.people = None, {}
        self.sms, self.sms_people = None, []
        self.page = self.way_out = None

    # === HANDS === #

    def make_account(self):
        """Fill in the account's form for the simulator and add its brand."""
        account = self.iys["accounts"][0]
        values = {
            "name": "Deneme Ticaret A.Ş.",
            "iys_code": account["iys_code"],
            "route": "direct",
            "environment": "custom",
            "base_url": self.iys["base_url"],
            "username": account["username"],
            "password": account["password"],
            "results_delay": RESULTS_DELAY,
        }
        created = self.admin.call("iys.account", "create", values)
        code = account["brand_codes"][0]
        brand = {"name": "Deneme", "account_id": created, "brand_code": code}
        self.brand = self.admin.call("iys.brand", "create", brand)
        return created

    def signed_form(self):
        """What a clerk enters in the capture screen."""
        scan = {"name": "form.pdf", "datas": base64.b64encode(b"%PDF-1.4").decode()}
        moment = datetime.now(timezone.utc) - timedelta(minutes=30)
        return {
            "brand_id": self.brand,
            "partner_id": self.partner,
            "person_name": "Deneme Kişi",
            "phone": PHONE,
            "choice_mesaj": "ONAY",
            "method": "paper",
            "given_at": f"{moment:%Y-%m-%d %H:%M:%S}",
            "attachment_ids": [
                (4, self.odoo.call("ir.attachment", "create", scan)),
            ],
        }

    def press(self, *buttons):
        """Press buttons of the brand's form."""
        for button in buttons:
            self.odoo.call("iys.brand", button, [self.brand])

    def press_until(self, what, buttons, read, good):
        """Press buttons again and again until what is read is good; returns it."""

        def press():
            self.press(*buttons)
            return read()

        return wait(what, press, good, pause=RESULTS_DELAY)

    # === EYES === #

    def see_consent(self):
        """The consent of the first steps, by HTTP."""
        names = ("status", "state", "is_effective", "transaction_id")
        told = self.odoo.read("iys.consent", self.consent, *names)
        return {name: told[name] for name in names}

    def see_contact(self):
        """What the contact's form shows for text messages of our brand."""
        told = self.odoo.read(
            "res.partner", self.partner, "iys_mesaj_state", iys_brand_id=self.brand
        )
        return told["iys_mesaj_state"]

    def wait_for_job(self, state):
        """Wait until the import is in a state; returns its counts by class."""
        told = wait(
            f"the list to be {state}",
            lambda: self.odoo.read(
                "iys.import", self.job, "state", "message", *CLASSES
            ),
            lambda told: told["state"] in (state, "failed"),
        )
        must(told["state"] == state, told["message"])
        counts = {name.removeprefix("count_"): told[name] for name in CLASSES}
        return {name: count for name, count in counts.items() if count}

    def sql(self, query):
        """Rows of the database, as lines parted by ``|``."""
        return self.stack.sql(query, self.server.database)

    def see_iys(self, path, **query):
        """Ask the simulator's control interface, past Odoo."""
        url = f"{self.iys['control_url']}/api/{path}"
        answer = requests.get(url, params=query, timeout=60)
        must(answer.ok, answer.text)
        return answer.json()

    def act_at_iys(self, path, **body):
        """Do something at the simulator, past Odoo."""
        url = f"{self.iys['control_url']}/api/{path}"
        answer = requests.post(url, json=body, timeout=60)
        must(answer.ok, answer.text)


def wait(what, read, good, pause=0.5, patience=PATIENCE):
    """Read again and again until it is good; StepFailed when it never is."""
    end = time.monotonic() + patience
    while not good(told := read()):
        if time.monotonic() > end:
            raise StepFailed(f"{what} did not happen; last seen: {told}")
        time.sleep(pause)
    return told


def must(good, why):
    """Raise StepFailed with what was seen, unless it is good."""
    if not good:
        raise StepFailed(str(why))


def must_equal(seen, due, what):
    """Raise StepFailed that names both, unless they are equal."""
    must(seen == due, f"{what}: {seen!r}, not {due!r}")
