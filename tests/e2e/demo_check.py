"""``./run demo --check``: the main job from outside, each step read back (HTTP, SQL).

A real Odoo with its scheduled actions, İYS's simulator over HTTP, and this program as
the user: it presses the buttons of the screens and believes only what it reads back.
"""

import base64
import io
import time
from collections import Counter
from datetime import datetime, timedelta, timezone

import openpyxl
import requests

from tests.simulators.iys import IysSimulator
from tests.stack import places

from . import old_list
from .odoo_client import Client

DATABASE = "izinnet_demo_check"
PATIENCE = 150
#: Seconds; İYS takes 300 and an hour, the demo has no patience for that.
RESULTS_DELAY = 3


class StepFailed(Exception):
    """What was read back is not what should be there."""


def main(stack):
    """Run all steps; return 0 when each was read back as it should be."""
    started = time.monotonic()
    stack.create_database(DATABASE, modules=places.addons(), demo=True)
    try:
        code = _check(stack)
    finally:
        stack.drop_database(DATABASE)
    print(f"{'All good' if not code else 'FAILED'}: {_since(started)}", flush=True)
    return code


def _check(stack):
    settings = {"worker_start": 0, "worker_delay": RESULTS_DELAY - 1, "lag": 1}
    hosts = {"IZINNET_HOSTS": "127.0.0.1"}
    with IysSimulator(**settings) as iys:
        with stack.serve(DATABASE, workers=0, env=hosts) as server:
            check = Check(stack, iys.describe(), Client(server.url, DATABASE))
            for number, step in enumerate(Check.STEPS, 1):
                try:
                    step(check, number)
                except (StepFailed, RuntimeError, requests.RequestException) as why:
                    print(f"{number}. FAILED: {why}\n   Odoo's log: {server.log_path}")
                    return 1
    return 0


class Check:
    """The steps; each prints what it read back, and from where."""

    def __init__(self, stack, iys, odoo):
        """Take the stack, the simulator's description and a client logged in."""
        self.stack, self.iys, self.odoo = stack, iys, odoo
        self.brand = self.partner = self.consent = self.job = None

    # === STEPS === #

    def connect(self, number):
        """Set the company up for the simulator and test the connection."""
        account = self._make_account()
        self.odoo.call("iys.account", "action_confirm_database", [account])
        self.odoo.call("iys.account", "action_test_connection", [account])
        names = ("test_state", "test_message")
        told = self._wait(
            "the connection test",
            lambda: self.odoo.read("iys.account", account, *names),
            lambda told: told["test_state"] != "waiting",
        )
        _must(told["test_state"] == "good", told["test_message"])
        _tell(number, "Connected to İYS (simulator)", http=told["test_message"])

    def enter(self, number):
        """A clerk records a signed form in the capture screen."""
        self.partner = self.odoo.call(
            "res.partner", "create", {"name": "Deneme Kişi", "phone": PHONE}
        )
        wizard = self.odoo.call("iys.capture", "create", self._signed_form())
        self.odoo.call("iys.capture", "action_record", [wizard])
        consents = self.odoo.read("iys.capture", wizard, "consent_ids")["consent_ids"]
        _must(len(consents) == 1, f"the screen recorded {len(consents)} consents")
        self.consent = consents[0]
        told = self._consent()
        _must(not told["is_effective"], "an approval counts before İYS has confirmed")
        _tell(number, "Consent entered by a clerk", http=told, contact=self._contact())

    def register(self, number):
        """It reaches İYS by itself; İYS's receipt comes back."""
        self._wait("handing in", self._consent, lambda c: c["state"] == "sent")
        told = self._hear_back("registering", lambda: self._consent())
        row = self._control("records", recipient=PHONE)[0]
        _must(told["transaction_id"] == row["transactionId"], "the receipts differ")
        kept = self._sql(
            "SELECT state, is_effective, transaction_id FROM iys_consent"
            f" WHERE id = {self.consent}"
        )
        _must(kept == [f"registered|t|{row['transactionId']}"], kept)
        _must(self._contact() == "ONAY", "the contact does not show ONAY")
        _tell(
            number, "Registered at İYS", http=told, sql=kept[0], iys=_short(row),
            contact=self._contact(),
        )  # fmt: skip

    def refuse(self, number):
        """The citizen refuses at İYS; it arrives with the next reading of changes."""
        self._post_control("citizen", recipient=PHONE, status="RET", source="IYS_MOBIL")
        # a movement shows in İYS's feed when its second is over
        time.sleep(2)
        self.odoo.call("iys.brand", "action_pull_now", [self.brand])
        state = self._wait("the refusal", self._contact, lambda s: s == "RET")
        kept = self._sql(
            "SELECT status, source, state FROM iys_consent WHERE is_effective"
            f" AND recipient = '{PHONE}' AND brand_id = {self.brand}"
        )
        _must(kept == ["RET|IYS_MOBIL|received"], kept)
        _tell(number, "Refused by the citizen at İYS", contact=state, sql=kept[0])

    def check_list(self, number):
        """The old Excel list is uploaded and checked; nothing is recorded yet."""
        self._post_control("records", items=old_list.at_iys())
        before = self._sql("SELECT count(*) FROM iys_consent")
        path = self.odoo.upload(
            "/iys/import", "/iys/import/upload", {"brand_id": self.brand},
            "eski-liste.xlsx", old_list.workbook(),
        )  # fmt: skip
        self.job = int(path.rpartition("/")[2])
        self._wait_job("ready")
        columns = self.odoo.call(
            "iys.import.column", "search_read", [("import_id", "=", self.job)],
            ["header", "target"],
        )  # fmt: skip
        _must(all(c["target"] for c in columns), f"columns not understood: {columns}")
        self.odoo.call("iys.import", "action_check", [self.job])
        counts = self._counts(self._wait_job("checked"))
        _must(counts["faulty"] == _expected("faulty"), counts)
        _must(sum(counts.values()) == old_list.ROWS, counts)
        _must(before == self._sql("SELECT count(*) FROM iys_consent"), "it recorded")
        _tell(number, f"{old_list.ROWS} rows checked, nothing recorded", http=counts)

    def record_list(self, number):
        """The list is recorded; each row is in exactly one class."""
        self.odoo.call("iys.import", "action_start", [self.job])
        counts = self._counts(self._wait_job("done"))
        for name, expected in old_list.expected().items():
            _must(counts[name] == expected, f"{name}: {counts[name]}, not {expected}")
        _must(sum(counts.values()) == old_list.ROWS, "a row is in no class, or in two")
        _tell(number, "Recorded, by classes", http=counts)

    def open_refused(self, number):
        """The file of rows left out names each of them with its reason."""
        content = self.odoo.download("iys.import", self.job, "refused_file")
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[
            0
        ]
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        left_out = sum(map(_expected, ("faulty", "too_old", "blocked")))
        _must(len(rows) == left_out, f"{len(rows)} rows, not {left_out}")
        _must(all(row[-1] for row in rows), "a row has no reason")
        reasons = Counter(row[-1] for row in rows)
        _must(len(reasons) >= len(old_list.FAULTS) + 2, reasons)
        _tell(number, f"File of rows left out: {len(rows)} rows")
        for reason, count in sorted(reasons.items(), key=lambda item: -item[1]):
            print(f"      {count:5}  {reason}")

    def register_list(self, number):
        """What could be used is registered at İYS, and İYS says the same."""
        ours = f"origin_model = 'iys.import' AND origin_id = {self.job}"
        query = f"SELECT state, count(*) FROM iys_consent WHERE {ours} GROUP BY 1"
        open_states = {"queued", "in_flight", "sent", "unknown"}
        self._hear_back(
            "registering the list",
            lambda: dict(line.split("|") for line in self._sql(query)),
            lambda states: not states.keys() & open_states,
        )
        told = {k: int(v) for k, v in (line.split("|") for line in self._sql(query))}
        sent = _expected("queued") + _expected("ret") // 2
        _must(told.get("registered") == sent, told)
        calls = self._control("calls/maxima", seconds=1)
        movements = len(self._control("movements", limit=100_000))
        # those seeded, the consent and the refusal of the steps above
        news = movements - len(old_list.at_iys()) - 2
        _must(news == sent, f"İYS stored {news} movements, not {sent}")
        _must(calls["maximum"] <= 10, calls)
        _tell(number, "Registered at İYS", sql=told, iys=f"{news} new movements")

    STEPS = (
        connect, enter, register, refuse, check_list, record_list, open_refused,
        register_list,
    )  # fmt: skip

    # === HANDS === #

    def _make_account(self):
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
        created = self.odoo.call("iys.account", "create", values)
        code = account["brand_codes"][0]
        brand = {"name": "Deneme", "account_id": created, "brand_code": code}
        self.brand = self.odoo.call("iys.brand", "create", brand)
        return created

    def _signed_form(self):
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

    def _hear_back(self, what, read, good=lambda told: told["state"] == "registered"):
        """Press *Ask about lots* and *Hand in* until İYS has answered for all."""

        def press():
            self.odoo.call("iys.brand", "action_results_now", [self.brand])
            self.odoo.call("iys.brand", "action_push_now", [self.brand])
            return read()

        return self._wait(what, press, good, pause=RESULTS_DELAY)

    # === EYES === #

    def _consent(self):
        names = ("status", "state", "is_effective", "transaction_id")
        told = self.odoo.read("iys.consent", self.consent, *names)
        return {name: told[name] for name in names}

    def _contact(self):
        told = self.odoo.read(
            "res.partner", self.partner, "iys_mesaj_state", iys_brand_id=self.brand
        )
        return told["iys_mesaj_state"]

    def _wait_job(self, state):
        names = ("state", "message", *CLASSES)
        told = self._wait(
            f"the list to be {state}",
            lambda: self.odoo.read("iys.import", self.job, *names),
            lambda told: told["state"] in (state, "failed"),
        )
        _must(told["state"] == state, told["message"])
        return told

    @staticmethod
    def _counts(told):
        return {name.removeprefix("count_"): told[name] for name in CLASSES}

    def _sql(self, query):
        return self.stack.sql(query, DATABASE)

    def _control(self, path, **query):
        answer = requests.get(
            f"{self.iys['control_url']}/api/{path}", params=query, timeout=60
        )
        return answer.json()

    def _post_control(self, path, **body):
        answer = requests.post(
            f"{self.iys['control_url']}/api/{path}", json=body, timeout=60
        )
        _must(answer.ok, answer.text)

    @staticmethod
    def _wait(what, read, good, pause=0.5):
        """Read again and again until it is good; StepFailed when it never is."""
        end = time.monotonic() + PATIENCE
        told = read()
        while not good(told):
            _must(time.monotonic() < end, f"{what} did not happen; last seen: {told}")
            time.sleep(pause)
            told = read()
        return told


PHONE = "+905321112233"
CLASSES = (
    "count_queued", "count_ask", "count_in_iys", "count_ret", "count_known", "count_too_old",
    "count_blocked", "count_faulty", "count_silent",
)  # fmt: skip


def _expected(name):
    return old_list.expected()[name]


def _must(good, why):
    if not good:
        raise StepFailed(str(why))


def _tell(number, what, **seen):
    print(f"{number}. {what}")
    for source, told in seen.items():
        print(f"      {source}: {told}", flush=True)


def _short(row):
    names = ("status", "source", "consentDate", "creationDate", "transactionId")
    return {name: row[name] for name in names}


def _since(started):
    return f"{time.monotonic() - started:.0f} s"
