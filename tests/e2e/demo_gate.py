"""The demo check's second half: a campaign that reaches only who agreed, and the way out.

Read from outside: the mail server says who got something, İYS says who refused.
"""

import re

import requests

from .demo_hands import must, must_equal, wait

#: Three people of one list: approved, never asked, approved and soon to refuse.
PEOPLE = {
    "onayli@deneme.example.com": True,
    "sorulmamis@deneme.example.com": False,
    "vazgecen@deneme.example.com": True,
}
FIRST, SECOND = "Deneme kampanyası", "İkinci kampanya"
LEAVING = "vazgecen@deneme.example.com"


def open_mail(hands):
    """The administrator names the mail server and completes the brand."""
    host, port = hands.mail.host, hands.mail.port
    values = {"name": "Deneme", "smtp_host": host, "smtp_port": port}
    hands.admin.call("ir.mail_server", "create", values)
    identity = {
        "trade_name": "Deneme Ticaret A.Ş.",
        "mersis": "0000000000000101",
        "contact": "iletisim@deneme.example.com",
        "registration_state": "ready",
        "iys_quiet_start": 0.0,
        "iys_quiet_end": 0.0,
    }
    hands.admin.call("iys.brand", "write", [hands.brand], identity)
    hands.people = {
        mail: hands.admin.call(
            "res.partner", "create", {"name": mail.partition("@")[0], "email": mail}
        )
        for mail in PEOPLE
    }
    approved = [mail for mail, agreed in PEOPLE.items() if agreed]
    for mail in approved:
        hands.act_at_iys(
            "citizen", recipient=mail, type="EPOSTA", status="ONAY", source="IYS_WEB"
        )
    hands.press_until(
        "the approvals given at İYS",
        ("action_pull_now",),
        lambda: _standing(hands),
        lambda told: told == {mail: "ONAY" for mail in approved},
    )
    return "Mail server and identity, two approvals from İYS", {"sql": approved}


def _standing(hands):
    lines = hands.sql(
        "SELECT recipient, status FROM iys_consent WHERE is_effective"
        f" AND type = 'EPOSTA' AND brand_id = {hands.brand}"
    )
    return dict(line.split("|") for line in lines)


def send_campaign(hands):
    """A campaign to three people reaches the two who agreed, with a way to refuse."""
    mailing = _make_mailing(hands, FIRST)
    reach = hands.admin.read("mailing.mailing", mailing, "iys_reach")["iys_reach"]
    must_equal((reach["sends"], reach["left_out"]), (2, 1), "told before Send")
    _send(hands, mailing)
    got = sorted(hands.mail.addresses(hands.mail.about(FIRST)))
    must_equal(got, sorted(m for m, agreed in PEOPLE.items() if agreed), "who got it")
    traces = hands.sql(
        "SELECT email, trace_status, iys_rule FROM mailing_trace"
        f" WHERE mass_mailing_id = {mailing} AND trace_status = 'cancel'"
    )
    must_equal(traces, ["sorulmamis@deneme.example.com|cancel|no_consent"], "left out")
    letter = _letter_to(hands, LEAVING)
    text = letter.get_body(("html",)).get_content()
    for due in ("0000000000000101", "Deneme Ticaret A.Ş.", "/iys/refuse/"):
        must(due in text, f"the letter does not show {due}")
    return "A campaign reached who agreed, and nobody else", {
        "http": f"{reach['sends']} will get it, {reach['left_out']} not",
        "mail server": got, "sql": traces,
    }  # fmt: skip


def refuse_by_click(hands):
    """One click in the mail program is a refusal; İYS knows it soon."""
    letter = _letter_to(hands, LEAVING)
    must_equal(letter["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click", "header")
    url = re.search(r"<(http[^>]+)>", letter["List-Unsubscribe"])[1]
    path = "/" + url.split("/", 3)[3]
    answer = requests.post(
        hands.server.url + path, data={"List-Unsubscribe": "One-Click"}, timeout=60
    )
    must(answer.ok, f"HTTP {answer.status_code}")
    must_equal(_standing(hands).get(LEAVING), "RET", "in force at once")
    told = hands.press_until(
        "İYS hearing of it",
        ("action_results_now", "action_push_now"),
        lambda: hands.see_iys("records", recipient=LEAVING),
        lambda rows: [row["status"] for row in rows] == ["RET"],
    )
    return "Refused by one click, İYS knows", {"İYS": told[0]["status"]}


def send_again(hands):
    """The next campaign passes by who refused."""
    hands.mail.forget()
    mailing = _make_mailing(hands, SECOND)
    _send(hands, mailing)
    got = sorted(hands.mail.addresses(hands.mail.about(SECOND)))
    must_equal(got, ["onayli@deneme.example.com"], "who got it")
    rules = hands.sql(
        "SELECT iys_rule, count(*) FROM mailing_trace"
        f" WHERE mass_mailing_id = {mailing} AND iys_rule IS NOT NULL"
        " AND trace_status = 'cancel' GROUP BY 1 ORDER BY 1"
    )
    must_equal(rules, ["no_consent|1", "refused|1"], "why not")
    return "The next campaign passed by who refused", {"mail server": got, "sql": rules}


def _make_mailing(hands, subject):
    return hands.admin.call(
        "mailing.mailing",
        "create",
        {
            "subject": subject,
            "mailing_model_id": hands.admin.ref("base.model_res_partner"),
            "mailing_domain": f"[('id', 'in', {list(hands.people.values())})]",
            "body_html": "<p>Bu hafta mağazada indirim var.</p>",
            "iys_brand_id": hands.brand,
        },
    )


def _send(hands, mailing):
    hands.admin.call("mailing.mailing", "action_launch", [mailing])
    wait(
        "the mailing to be done",
        lambda: hands.sql(
            "SELECT m.state, count(*) FILTER (WHERE t.trace_status = 'outgoing')"
            " FROM mailing_mailing m LEFT JOIN mailing_trace t"
            f" ON t.mass_mailing_id = m.id WHERE m.id = {mailing} GROUP BY 1"
        ),
        lambda told: told == ["done|0"],
    )


def _letter_to(hands, address):
    letters = [le for le in hands.mail.about(FIRST) if address in le.recipients]
    must_equal(len(letters), 1, f"letters to {address}")
    return letters[0].message


GATE_STEPS = (open_mail, send_campaign, refuse_by_click, send_again)
