"""Jobs of the driver for SMS: companies with own accounts, texts in the queue, its work."""

import json
import random
import time
from datetime import timedelta
from pathlib import Path

from . import house

#: What grows while SMS leave; the set-up stays.
GROWING = (
    "sms_sms", "sms_tracker", "iys_sms_job", "iys_sms_dispatch", "iys_consent",
    "iys_message", "iys_log", "mail_activity", "ir_cron_trigger",
)  # fmt: skip


def found_sms(env, accounts):
    """Set companies up anew, one for each simulated account.

    ``accounts`` are the simulator's own descriptions, with a ``title`` each.
    """
    env.cr.execute("SET LOCAL session_replication_role = replica")
    env.cr.execute(f"TRUNCATE {', '.join(GROWING)} CASCADE")
    for place, account in enumerate(accounts):
        company = _company(env, place)
        company.iys_sms_gateway_id = _gateway(env, company, account)
    env.cr.execute("UPDATE iys_brand SET last_good_pull = now() AT TIME ZONE 'UTC'")


def _company(env, place):
    name = f"Deneme {place}"
    found = env["res.company"].search([("name", "=", name)])
    if found:
        return found
    company = env["res.company"].create({"name": name})
    account = env["iys.account"].create(
        {"name": name, "company_id": company.id, "iys_code": "1", "route": "demo"}
    )
    env["iys.brand"].create(
        {
            "name": name,
            "account_id": account.id,
            "brand_code": f"1{place}",
            "registration_state": "ready",
            "trade_name": f"{name} A.Ş.",
            "mersis": "0000000000000101",
            "contact": "iletisim@deneme.example.com",
            "iys_quiet_start": 0,
            "iys_quiet_end": 0,
        }
    )
    return company


def _gateway(env, company, account):
    gateway = env["iys.sms.gateway"].create(
        {
            "name": account["gateway"],
            "company_id": company.id,
            "provider": account["gateway"],
            "base_url": account["base_url"],
            "username": account["username"],
            "password": account["password"],
        }
    )
    gateway.action_confirm_database()
    brand = env["iys.brand"].search([("company_id", "=", company.id)])
    env["iys.sms.title"].create(
        {
            "gateway_id": gateway.id,
            "name": account["title"],
            "brand_id": brand.id,
            "state": "approved",
        }
    )
    return gateway


def queue_sms(env, first, count, place=0, body="KAMPANYA: yaz indirimi", **values):
    """Put commercial SMS to ``count`` persons who approved into the queue."""
    from odoo.addons.izinnet_iys.iys_api.acts import Act

    brand = env["iys.brand"].search([("brand_code", "=", f"1{place}")])
    moment = house.recently(60)
    numbers = [house.phone(number) for number in range(first, first + count)]
    env["iys.consent"]._record_acts(
        [
            Act(
                brand.id, number, "MESAJ", "ONAY", "IYS_WEB", moment,
                state="received", transaction_id=f"t{place}{number}",
                iys_creation_date=moment + timedelta(seconds=1),
            )
            for number in numbers
        ]
    )  # fmt: skip
    env["sms.sms"].create(
        [
            {
                "number": number,
                "body": body,
                "iys_message_class": "COMMERCIAL",
                "iys_is_released": False,
                "iys_brand_id": brand.id,
                **values,
            }
            for number in numbers
        ]
    )


def send_sms(env):
    """Work the queue as its job does; nothing waits because of an earlier trouble."""
    env.cr.execute(
        "UPDATE iys_sms_gateway SET resume_at = NULL, silent_count = 0"
        " WHERE resume_at IS NOT NULL"
    )
    env.cr.execute(
        "UPDATE sms_sms SET iys_ask_again_at = NULL WHERE state = 'outgoing'"
    )
    env.cr.commit()
    env["sms.sms"]._process_queue()


def refuse_sms(env, book, at_once=3, seed=26):
    """Let people whose SMS still wait refuse, a few at a time, until nothing waits.

    ``book`` is the file that gets {number: moment of the commit, seconds of the epoch}.
    """
    chance, moments = random.Random(seed), {}
    while waiting := _waiting(env) - moments.keys():
        chosen = chance.sample(sorted(waiting), min(at_once, len(waiting)))
        _refuse(env, chosen)
        env.cr.commit()
        moments.update(dict.fromkeys(chosen, time.time()))
    Path(book).write_text(json.dumps(moments), encoding="utf-8")


def _waiting(env):
    env.cr.execute("SELECT number FROM sms_sms WHERE state = 'outgoing'")
    return {number for (number,) in env.cr.fetchall()}


def _refuse(env, numbers):
    from odoo.addons.izinnet_iys.iys_api.acts import Act

    brand = env["iys.brand"].search([("brand_code", "=", "10")])
    moment = house.recently(0)
    env["iys.consent"]._record_acts(
        [
            Act(brand.id, number, "MESAJ", "RET", "HS_CAGRI_MERKEZI", moment)
            for number in numbers
        ]
    )


def settle_sms(env):
    """Ask about unknown requests, as if it were a quarter of an hour later."""
    env.cr.execute(
        "UPDATE iys_sms_job SET poll_at = now() AT TIME ZONE 'UTC',"
        " started_at = started_at - interval '16 minutes' WHERE state = 'unknown'"
    )
    env.cr.commit()
    env["iys.sms.job"]._cron_settle()


def resume_sms(env):
    """Start paused accounts again."""
    env["iys.sms.gateway"].search([("pause_reason", "!=", False)]).action_resume()


JOBS = {
    "found_sms": found_sms,
    "queue_sms": queue_sms,
    "send_sms": send_sms,
    "refuse_sms": refuse_sms,
    "settle_sms": settle_sms,
    "resume_sms": resume_sms,
}
