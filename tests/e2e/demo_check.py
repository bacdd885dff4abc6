"""``./run demo --check``: the main job from outside, each step read back (HTTP, SQL).

A real Odoo with its scheduled actions, İYS's simulator over HTTP, and this program as
the user: it presses the buttons of the screens and believes only what it reads back.
"""

import io
import time
from collections import Counter

import openpyxl

from tests.simulators.iys import IysSimulator
from tests.simulators.sms import SmsSimulator
from tests.simulators.smtp import MailServer
from tests.stack import places
from tests.stack.odoo_log import read_log

from . import old_list
from .demo_form import FORM_STEPS
from .demo_gate import GATE_STEPS
from .demo_hands import (
    PHONE,
    RESULTS_DELAY,
    Hands,
    StepFailed,
    must,
    must_equal,
    wait,
)
from .demo_sms import MOVEMENTS, SMS_STEPS
from .odoo_client import Client

DATABASE = "izinnet_demo_check"
#: The demo data's consent manager; only the account needs the administrator.
MANAGER = "sorumlu"
OPEN_STATES = {"queued", "in_flight", "sent", "unknown"}


def main(stack):
    """Run all steps; return 0 when each was read back as it should be."""
    started = time.monotonic()
    stack.create_database(DATABASE, modules=places.addons(), demo=True)
    try:
        code = _check(stack)
    finally:
        stack.drop_database(DATABASE)
    verdict = "FAILED the check" if code else f"ok   all {len(STEPS)} steps"
    print(f"{verdict}: {time.monotonic() - started:.0f} s", flush=True)
    return code


def _check(stack):
    settings = {"worker_start": 0, "worker_delay": RESULTS_DELAY - 1, "lag": 1}
    server = stack.serve(DATABASE, workers=0, env={"IZINNET_HOSTS": "127.0.0.1"})
    # a log of an earlier run on the same port would be taken for this one's
    server.log_path.unlink(missing_ok=True)
    with IysSimulator(**settings) as iys, MailServer() as mail, server:
        # the operator asks the same registry before it sends (L-9)
        books = {brand.code: brand.book for _company, brand in iys.world.brands()}
        with SmsSimulator(books=books, report_seconds=1) as sms:
            return _walk(stack, server, iys, mail, sms)


def _walk(stack, server, iys, mail, sms):
    clients = [Client(server.url, DATABASE, w, w) for w in ("admin", MANAGER)]
    hands = Hands(stack, server, iys.describe(), *clients)
    hands.mail, hands.sms = mail, sms
    return walk(hands, STEPS)


def walk(hands, steps):
    """Take step after step and print what each has seen; return 1 at the first bad one.

    A step is a function of the hands that returns its headline and what was seen.
    """
    for number, step in enumerate(steps, 1):
        try:
            headline, seen = step(hands)
        except Exception as why:
            kind = "" if isinstance(why, StepFailed) else f"{type(why).__name__}: "
            about = (step.__doc__ or step.__name__).strip()
            print(f"FAILED {number}. {about} {kind}{why}", flush=True)
            return 1
        print(f"ok   {number}. {headline}")
        for source, told in seen.items():
            print(f"       {source}: {told}", flush=True)
    return 0


# === ONE CONSENT === #


def connect(hands):
    """The administrator sets the company up and tests the connection."""
    account = hands.make_account()
    hands.admin.call("iys.account", "action_confirm_database", [account])
    hands.admin.call("iys.account", "action_test_connection", [account])
    told = wait(
        "the connection test",
        lambda: hands.admin.read("iys.account", account, "test_state", "test_message"),
        lambda told: told["test_state"] != "waiting",
    )
    must_equal(told["test_state"], "good", told["test_message"])
    return "Connected to İYS (simulator)", {"http": told["test_message"]}


def enter(hands):
    """A clerk records a signed form in the capture screen."""
    contact = {"name": "Deneme Kişi", "phone": PHONE}
    hands.partner = hands.admin.call("res.partner", "create", contact)
    wizard = hands.odoo.call("iys.capture", "create", hands.signed_form())
    hands.odoo.call("iys.capture", "action_record", [wizard])
    consents = hands.odoo.read("iys.capture", wizard, "consent_ids")["consent_ids"]
    must_equal(len(consents), 1, "consents recorded by the screen")
    hands.consent = consents[0]
    told = hands.see_consent()
    if told["state"] in OPEN_STATES:
        must(not told["is_effective"], "an approval counts before İYS has confirmed")
    return "Consent entered by a clerk", {"http": told}


def register(hands):
    """The consent reaches İYS by itself; İYS's receipt comes back."""
    sent = ("sent", "registered")
    wait("handing in", hands.see_consent, lambda c: c["state"] in sent)
    buttons = ("action_results_now",)
    told = hands.press_until(
        "registering", buttons, hands.see_consent, lambda c: c["state"] == "registered"
    )
    rows = hands.see_iys("records", recipient=PHONE)
    must_equal(len(rows), 1, "records of this phone at İYS")
    row = rows[0]
    must_equal(told["transaction_id"], row["transactionId"], "İYS's receipt")
    must_equal(row["status"], "ONAY", "status at İYS")
    kept = hands.sql(
        "SELECT state, is_effective, transaction_id FROM iys_consent"
        f" WHERE id = {hands.consent}"
    )
    must_equal(kept, [f"registered|t|{row['transactionId']}"], "database")
    must_equal(hands.see_contact(), "ONAY", "contact")
    names = ("status", "source", "consentDate", "creationDate", "transactionId")
    at_iys = {name: row[name] for name in names}
    return "Registered at İYS", {
        "http": told, "sql": kept[0], "İYS": at_iys, "contact": "ONAY",
    }  # fmt: skip


def refuse(hands):
    """The citizen refuses at İYS; it arrives with the next reading of changes."""
    hands.act_at_iys("citizen", recipient=PHONE, status="RET", source="IYS_MOBIL")
    hands.press_until(
        "the refusal", ("action_pull_now",), hands.see_contact, lambda s: s == "RET"
    )
    kept = _in_force(hands)
    must_equal(kept, ["RET|IYS_MOBIL|received"], "database")
    return "Refused by the citizen at İYS", {"contact": "RET", "sql": kept[0]}


def _in_force(hands):
    return hands.sql(
        "SELECT status, source, state FROM iys_consent WHERE is_effective"
        f" AND recipient = '{PHONE}' AND type = 'MESAJ' AND brand_id = {hands.brand}"
    )


# === THE OLD LIST === #


def check_list(hands):
    """The old Excel list is uploaded and checked; nothing is recorded yet."""
    hands.act_at_iys("records", items=old_list.at_iys())
    before = hands.sql("SELECT count(*) FROM iys_consent")
    path = hands.odoo.upload(
        "/iys/import", "/iys/import/upload", {"brand_id": hands.brand},
        "eski-liste.xlsx", old_list.workbook(),
    )  # fmt: skip
    hands.job = int(path.rpartition("/")[2])
    hands.wait_for_job("ready")
    columns = hands.odoo.call(
        "iys.import.column", "search_read", [("import_id", "=", hands.job)],
        ["header", "target"],
    )  # fmt: skip
    must_equal(len(columns), len(old_list.HEADERS), "columns")
    must(all(c["target"] for c in columns), f"columns not understood: {columns}")
    hands.odoo.call("iys.import", "action_check", [hands.job])
    counts = hands.wait_for_job("checked")
    must_equal(counts, old_list.expected(in_check=True), "classes")
    must_equal(hands.sql("SELECT count(*) FROM iys_consent"), before, "consents")
    return f"{old_list.ROWS} rows checked, nothing recorded", {"http": counts}


def record_list(hands):
    """The list is recorded; each row is in exactly one class."""
    hands.odoo.call("iys.import", "action_start", [hands.job])
    counts = hands.wait_for_job("done")
    must_equal(counts, old_list.expected(), "classes")
    must_equal(sum(counts.values()), old_list.ROWS, "rows in all classes together")
    kept = hands.sql(
        f"SELECT count(*) FROM iys_consent WHERE {_ours(hands)}"
    )  # what is left out or known already is no new consent
    due = sum(counts[name] for name in ("queued", "in_iys", "ret"))
    must_equal(kept, [str(due)], "consents in the database")
    seen = {"http": counts, "sql": f"{due} consents"}
    return f"{old_list.ROWS} rows recorded, by classes", seen


def _ours(hands):
    return f"origin_model = 'iys.import' AND origin_id = {hands.job}"


def open_refused(hands):
    """The file of rows left out names each of them with its reason."""
    faults = hands.odoo.call(
        "iys.import.fault", "search_read", [("import_id", "=", hands.job)],
        ["row", "code", "reason"],
    )  # fmt: skip
    codes = {fault["reason"]: fault["code"] for fault in faults}
    content = hands.odoo.download("iys.import", hands.job, "refused_file")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    must_equal(header[: len(old_list.HEADERS)], old_list.HEADERS, "headers")
    found = {row[-3]: (row[0], codes.get(row[-1], row[-1])) for row in rows}
    must_equal(len(found), len(rows), "rows, each once")
    due = old_list.left_out()
    wrong = {n: found.get(n) for n in due.keys() | found if found.get(n) != due.get(n)}
    must(not wrong, f"not as expected, by row: {dict(list(wrong.items())[:5])}")
    must_equal(
        {f["row"]: f["code"] for f in faults}, {n: due[n][1] for n in due}, "http"
    )
    reasons = Counter(row[-1] for row in rows)
    seen = {f"{count:5}": reason for reason, count in reasons.most_common()}
    must_equal(len(seen), len(reasons), "kinds shown")
    return f"File of rows left out: {len(rows)} rows, {len(reasons)} reasons", seen


def register_list(hands):
    """What could be used is registered at İYS, and İYS says the same, row by row."""
    query = f"SELECT state, count(*) FROM iys_consent WHERE {_ours(hands)} GROUP BY 1"
    told = hands.press_until(
        "registering the list",
        ("action_results_now", "action_push_now"),
        lambda: dict(line.split("|") for line in hands.sql(query)),
        lambda states: not states.keys() & OPEN_STATES,
    )
    due, classes = old_list.to_be_registered(), old_list.expected()
    kept_here = classes["queued"] + classes["ret"] - len(due)
    states = {"registered": len(due), "received": classes["in_iys"], "local": kept_here}
    must_equal(told, {name: str(count) for name, count in states.items()}, "states")
    ours = _registered(hands)
    must_equal(_statuses(ours), due, "registered here")
    rows = hands.see_iys("records", limit=100_000)
    theirs = {r["recipient"]: (r["status"], r["transactionId"]) for r in rows}
    differing = [phone for phone, told in ours.items() if theirs.get(phone) != told]
    must(not differing, f"İYS says otherwise of {len(differing)} rows")
    must_equal(_in_force(hands), ["RET|IYS_MOBIL|received"], "the earlier refusal")
    return "The rest of the list registered at İYS", {
        "sql": told, "İYS": f"{len(ours)} rows with the same status and transaction id",
    }  # fmt: skip


def _registered(hands):
    lines = hands.sql(
        "SELECT recipient, status, transaction_id FROM iys_consent"
        f" WHERE {_ours(hands)} AND state = 'registered'"
    )
    found = {}
    for phone, *told in (line.split("|") for line in lines):
        must(phone not in found, "a person is registered twice")
        found[phone] = tuple(told)
    return found


def _statuses(registered):
    return {phone: told[0] for phone, told in registered.items()}


def count_calls(hands):
    """İYS was asked as seldom as it wants, and each act went there once."""
    fastest = hands.see_iys("calls/maxima", seconds=1)
    must(fastest["maximum"] <= 10, f"{fastest['maximum']} calls in one second")
    must_equal(hands.see_iys("calls", status=429), [], "calls refused as too many")
    movements = len(hands.see_iys("movements", limit=100_000))
    # besides what was there and the list: the consent and the refusal of the citizen
    due = len(old_list.at_iys()) + len(old_list.to_be_registered()) + 2
    due += 3  # two approvals at İYS and the click of one who refuses
    due += 2  # the visitor of the form, and the refusal by the receipt
    due += MOVEMENTS  # of the SMS steps
    must_equal(movements, due, "movements at İYS")
    told = f"{fastest['calls']} calls, at most {fastest['maximum']} a second, no 429"
    return "Calls to İYS", {"İYS": told, "movements": movements}


def read_server_log(hands):
    """Odoo's log has no error."""
    path = hands.server.log_path
    errors = read_log(path.read_text(errors="replace")).errors
    must(not errors, f"{len(errors)} errors in {path}, the first: {errors[:1]}")
    return "Odoo's log has no error", {}


STEPS = (
    connect, enter, register, refuse, *GATE_STEPS, *FORM_STEPS, *SMS_STEPS, check_list,
    record_list, open_refused, register_list, count_calls, read_server_log,
)  # fmt: skip
