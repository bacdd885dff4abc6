"""The demo check's SMS: an operator is connected, a campaign leaves, a customer says "ret".

The operator's simulator says who got what; its phones answer as people do.
"""

from urllib.parse import urlsplit

from .browser import Browser
from .demo_hands import must, must_equal, wait
from .odoo_page import Odoo

APPROVED, UNASKED = "+905339990001", "+905339990002"
REFUSED, LEAVING = "+905339990003", "+905339990004"
#: What each did at İYS, in order; the last contact has no phone at all.
SAID_AT_IYS = {APPROVED: ["ONAY"], REFUSED: ["ONAY", "RET"], LEAVING: ["ONAY"]}
PEOPLE = (APPROVED, UNASKED, REFUSED, LEAVING, None)
TITLE = "DENEME"
FIRST, SECOND = "Bu hafta sonu mağazada görüşelim", "İkinci davet"
MAILINGS = "mass_mailing_sms.mailing_mailing_action_sms"
#: Movements at İYS that these steps make: what people said there, and one refusal by SMS.
MOVEMENTS = sum(map(len, SAID_AT_IYS.values())) + 1


def connect_operator(hands):
    """The administrator enters the account of an SMS operator and tests it."""
    account = hands.sms.account("netgsm")
    company = hands.admin.read("iys.brand", hands.brand, "company_id")["company_id"][0]
    values = {
        "name": "Deneme Netgsm",
        "provider": "netgsm",
        "company_id": company,
        "base_url": hands.sms.url("netgsm"),
        "username": account.username,
        "password": account.password,
    }
    gateway = hands.admin.call("iys.sms.gateway", "create", values)
    hands.admin.call("iys.sms.gateway", "action_confirm_database", [gateway])
    hands.admin.call("iys.sms.gateway", "action_test_connection", [gateway])
    told = wait(
        "the test of the SMS account",
        lambda: hands.admin.read(
            "iys.sms.gateway", gateway, "test_state", "test_message"
        ),
        lambda told: told["test_state"] != "waiting",
    )
    must_equal(told["test_state"], "good", told["test_message"])
    titles = hands.admin.call(
        "iys.sms.title", "search", [("gateway_id", "=", gateway), ("name", "=", TITLE)]
    )
    must_equal(len(titles), 1, "titles the operator lists")
    hands.admin.call("iys.sms.title", "write", titles, {"brand_id": hands.brand})
    hands.admin.call("res.company", "write", [company], {"iys_sms_gateway_id": gateway})
    _point_pushes_here(hands, account, gateway)
    return "Connected to an SMS operator (simulator)", {"http": told["test_message"]}


def _point_pushes_here(hands, account, gateway):
    """Enter the addresses for reports and texts in the operator's panel."""
    told = hands.admin.read("iys.sms.gateway", gateway, "report_url", "inbound_url")
    here = {name: hands.server.url + urlsplit(url).path for name, url in told.items()
            if name.endswith("_url")}  # fmt: skip
    account.push = {"dlr": here["report_url"], "inbound": here["inbound_url"]}


def send_sms(hands):
    """A marketer sends a campaign in the browser: two of five get it, for three reasons."""
    hands.sms_people = [
        hands.admin.call(
            "res.partner", "create", {"name": f"Deneme {number}", "phone": number}
        )
        for number in PEOPLE
    ]
    for number, words in SAID_AT_IYS.items():
        for status in words:
            hands.act_at_iys(
                "citizen", recipient=number, status=status, source="IYS_MOBIL"
            )
    last = {number: words[-1] for number, words in SAID_AT_IYS.items()}
    hands.press_until(
        "what people said at İYS",
        ("action_pull_now",),
        lambda: _standing(hands),
        lambda told: told == last,
    )
    mailing = _make_mailing(hands, FIRST)
    reach = hands.admin.read("mailing.mailing", mailing, "iys_reach")["iys_reach"]
    must_equal((reach["sends"], reach["left_out"]), (2, 3), "told before Send")
    reasons = sorted(line["rule"] for line in reach["lines"])
    must_equal(reasons, ["no_address", "no_consent", "refused"], "reasons")
    _press_send(hands, mailing)
    got = _see_sent(hands, mailing, {APPROVED, LEAVING})
    for text in got.values():
        for due in (FIRST, "0000000000000101"):
            must(due in text, f"the SMS does not show {due}")
    wait(
        "the reports of delivery",
        lambda: _traces(hands, mailing, "trace_status = 'sent'"),
        lambda told: sorted(told) == [APPROVED, LEAVING],
    )
    return "A campaign by SMS reached who agreed; reports came back", {
        "http": ", ".join(reasons), "operator": sorted(got), "sql": "2 delivered",
    }  # fmt: skip


def _press_send(hands, mailing):
    """Open the mailing, read three reasons beside the recipients, press Send."""
    with Browser() as browser:
        browser.resize(1280, 900)
        odoo = Odoo(browser, hands.server.url, hands.server.database)
        odoo.log_in("admin", "admin")
        odoo.open(MAILINGS, mailing)
        browser.wait_for("[name=iys_reach] .o_iys_reach_line")
        lines = "document.querySelectorAll('[name=iys_reach] .o_iys_reach_line').length"
        must_equal(browser.evaluate(lines), 3, "reasons on the screen")
        browser.wait_for(".o_sms_count")
        browser.evaluate(
            """(() => {
                const name = "button[name=action_put_in_queue]";
                const all = [...document.querySelectorAll(name)];
                all.find((button) => button.getClientRects().length).click();
            })()"""
        )
        browser.click(".modal-footer .btn-primary")
        browser.wait("!document.querySelector('.modal')")


def answer_ret(hands):
    """A customer answers "Ret"; it counts at once, and İYS knows it soon."""
    hands.sms.answer(LEAVING, " Ret. ")
    wait(
        "the refusal by SMS",
        lambda: _standing(hands).get(LEAVING),
        lambda status: status == "RET",
        patience=30,
    )
    told = hands.press_until(
        "İYS hearing of it",
        ("action_results_now", "action_push_now"),
        lambda: hands.see_iys("records", recipient=LEAVING),
        lambda rows: [(r["status"], r["source"]) for r in rows]
        == [("RET", "HS_MESAJ")],
    )
    return "A customer answered “Ret”; İYS knows", {"İYS": told[0]["status"]}


def send_sms_again(hands):
    """The next campaign passes by who answered; no contract was broken on the way."""
    mailing = _make_mailing(hands, SECOND)
    hands.admin.call("mailing.mailing", "action_launch", [mailing])
    got = _see_sent(hands, mailing, {APPROVED})
    rules = hands.sql(
        "SELECT iys_rule, count(*) FROM mailing_trace"
        f" WHERE mass_mailing_id = {mailing} AND trace_status = 'cancel'"
        " AND iys_rule IN ('refused', 'no_consent') GROUP BY 1 ORDER BY 1"
    )
    must_equal(rules, ["no_consent|1", "refused|2"], "why not")
    must_equal(hands.sms.complaints, [], "breaches of the operator's contract")
    most = max(hands.sms.served().values())
    must_equal(most, 1, "how often the same text went to one number")
    return "The next SMS passed by who answered", {"operator": sorted(got)}


def _standing(hands):
    numbers = ", ".join(f"'{number}'" for number in PEOPLE if number)
    lines = hands.sql(
        "SELECT recipient, status FROM iys_consent WHERE is_effective"
        f" AND type = 'MESAJ' AND brand_id = {hands.brand} AND recipient IN ({numbers})"
    )
    return dict(line.split("|") for line in lines)


def _make_mailing(hands, text):
    return hands.admin.call(
        "mailing.mailing",
        "create",
        {
            "subject": text,
            "sms_subject": text,
            "mailing_type": "sms",
            "mailing_model_id": hands.admin.ref("base.model_res_partner"),
            "mailing_domain": f"[('id', 'in', {hands.sms_people})]",
            "body_plaintext": text,
            "iys_brand_id": hands.brand,
        },
    )


def _see_sent(hands, mailing, due):
    """Wait for a mailing to leave; returns {number: text} the operator took for it."""
    words = hands.admin.read("mailing.mailing", mailing, "body_plaintext")
    wait(
        "the SMS to leave",
        lambda: set(_got(hands, words["body_plaintext"])),
        lambda numbers: numbers >= due,
    )
    wait(
        "the mailing to be done",
        lambda: hands.sql(f"SELECT state FROM mailing_mailing WHERE id = {mailing}"),
        lambda told: told == ["done"],
    )
    got = _got(hands, words["body_plaintext"])
    must_equal(set(got), due, "who got it")
    return got


def _got(hands, words):
    return {
        f"+90{text.number[-10:]}": text.text
        for text in hands.sms.texts()
        if words in text.text
    }


def _traces(hands, mailing, condition):
    return hands.sql(
        "SELECT sms_number FROM mailing_trace"
        f" WHERE mass_mailing_id = {mailing} AND {condition}"
    )


SMS_STEPS = (connect_operator, send_sms, answer_ret, send_sms_again)
