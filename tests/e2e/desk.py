"""A second process beside the served Odoo: lays the ground and records refusals.

``python -m tests.e2e.desk DATABASE`` answers each line of JSON ``[job, {arguments}]``
with one line of JSON. Every job is a transaction of its own, committed at its end.
"""

import json
import sys
from datetime import timedelta

from tests.faults.odoo_here import environment, open_registry
from tests.simulators.smtp import now

from .mixed_people import BRANDS, SHARED, acts, people

LOT = 1000
READY = {
    "registration_state": "ready", "mersis": "0000000000000101",
    "iys_quiet_start": 0.0, "iys_quiet_end": 0.0,
}  # fmt: skip
QUIET = {"tracking_disable": True, "mail_create_nolog": True, "no_reset_password": True}


def main(database):
    """Serve until the input ends."""
    registry = open_registry(database)
    answer("ready")
    for line in sys.stdin:
        name, arguments = json.loads(line)
        with environment(registry) as env:
            told = JOBS[name](env(context=QUIET), **arguments)
        answer(told if told is not None else f"{now().isoformat()}")


def answer(told):
    """Write one line of JSON; the caller reads line by line."""
    print(json.dumps(told), flush=True)


# === THE GROUND === #


def found(env, sms_url):
    """Set up two companies, three brands and an author; return the ids."""
    ours, theirs = (
        env.ref("base.main_company"),
        env["res.company"].create({"name": "B"}),
    )
    (ours + theirs).write({"country_id": env.ref("base.tr").id})
    ours.write({"name": "Alfa", "email": "biz@alfa.example.com"})
    env["ir.config_parameter"].set_param("sms.endpoint", sms_url)
    homes = {"alpha": ours, "beta": ours, "gamma": theirs}
    brands = {
        name: _brand(env, home, name, number)
        for number, (name, home) in enumerate(homes.items(), 1)
    }
    groups = (
        "base.group_user",
        "base.group_partner_manager",
        "izinnet_iys.group_author",
    )
    author = env["res.users"].create(
        {
            "name": "Yazar", "login": "author", "password": "author",
            "email": "yazar@alfa.example.com",
            "group_ids": [(6, 0, [env.ref(name).id for name in groups])],
        }
    )  # fmt: skip
    admin = env.ref("base.user_admin")
    admin.email = "yonetici@alfa.example.com"
    admin.group_ids += env.ref("izinnet_iys.group_admin")
    # demo of a template with rights to write it
    author.group_ids += env.ref("mail.group_mail_template_editor")
    return {name: brand.id for name, brand in brands.items()}


def use_operator(env, account):
    """Let alpha's company send by an operator's account (as the simulator tells it)."""
    company = env.ref("base.main_company")
    gateway = env["iys.sms.gateway"].create(
        {
            "name": account["gateway"], "company_id": company.id,
            "provider": account["gateway"], "base_url": account["base_url"],
            "username": account["username"], "password": account["password"],
        }
    )  # fmt: skip
    gateway.action_confirm_database()
    alpha = env["iys.brand"].search([("brand_code", "=", "700001")])
    title = {"gateway_id": gateway.id, "name": account["title"], "state": "approved"}
    env["iys.sms.title"].create({**title, "brand_id": alpha.id})
    gateway.action_use()


def _brand(env, company, name, number):
    account = env["iys.account"].create(
        {"name": name, "company_id": company.id, "iys_code": str(700000 + number)}
    )
    return env["iys.brand"].create(
        {
            **READY, "name": name, "account_id": account.id,
            "brand_code": str(700000 + number), "trade_name": f"{name} A.Ş.",
            "contact": f"iletisim@{name}.example.com",
            "last_good_pull": now().replace(microsecond=0),
        }
    )  # fmt: skip


def settle(env, name, share, first, kinds=None):
    """Let people move in under a tag and on a list of that name; return the ids.

    ``partners`` maps a person's number to the contact, ``tag`` and ``list`` are ids.
    """
    everybody = [p for p in people(share, first) if not kinds or p.kind in kinds]
    tag = env["res.partner.category"].create({"name": name})
    board = env["mailing.list"].create({"name": name})
    partners = _contacts(env, everybody, tag)
    _subscribers(env, everybody, board)
    _record(env, everybody)
    _mask(env, [one for one in everybody if one.kind == "masked"])
    return {"partners": partners, "tag": tag.id, "list": board.id}


def _contacts(env, everybody, tag):
    made = {}
    for lot in _lots(everybody):
        rows = [_contact(one, tag) for one in lot]
        for one, partner in zip(lot, env["res.partner"].create(rows), strict=True):
            made[one.number] = partner.id
        doubles = [_double(one, tag) for one in lot if one.kind in SHARED]
        env["res.partner"].create(doubles)
    return made


def _contact(one, tag):
    values = {
        "name": f"Deneme {one.number}", "email": one.email, "phone": one.phone,
        "category_id": [(4, tag.id)], "iys_recipient_type": one.recipient_type,
    }  # fmt: skip
    if one.recipient_type == "TACIR":
        values["iys_recipient_type_proof"] = "Ticaret sicili"
    return values


def _double(one, tag):
    values = {"iys_recipient_type": SHARED[one.kind], "iys_recipient_type_proof": False}
    return {**_contact(one, tag), **values, "name": f"İkinci {one.number}"}


def _subscribers(env, everybody, board):
    for lot in _lots(everybody):
        env["mailing.contact"].create(
            [
                {"name": one.kind, "email": one.email, "list_ids": [(4, board.id)]}
                for one in lot
            ]
        )


def _record(env, everybody):
    from odoo.addons.izinnet_iys.iys_api.acts import Act

    brands = {
        name: env["iys.brand"].search([("name", "=", name)]).id for name in BRANDS
    }
    moment = now().replace(microsecond=0) - timedelta(hours=2)
    made = []
    for one in everybody:
        for place, (brand, channel, address, status, how) in enumerate(acts(one)):
            when = moment + timedelta(minutes=place)
            act = Act(
                brands[brand], address, channel, status,
                "IYS_WEB" if how == "received" else "HS_WEB", when,
                recipient_type="TACIR" if one.kind == "merchant_refused" else "BIREYSEL",
            )  # fmt: skip
            if how == "received":
                act.state, act.iys_creation_date = "received", when
                act.transaction_id = f"{one.number}-{channel}-{status}"
            made.append(act)
    told = env["iys.consent"]._record_acts(made)
    faulty = [recorded.code for recorded in told if recorded.outcome == "faulty"]
    assert not faulty, faulty[:5]


def _mask(env, masked):
    """Blank addresses in the ledger, as masking will: the key of the address stays."""
    env.flush_all()
    env.cr.execute("SET LOCAL session_replication_role = replica")
    env.cr.execute(
        "UPDATE iys_consent SET recipient = NULL WHERE recipient = ANY(%s)",
        [[address for one in masked for address in (one.to_mail, one.to_phone)]],
    )
    env.cr.execute("SET LOCAL session_replication_role = origin")
    env.invalidate_all()


def _lots(rows):
    return [rows[start : start + LOT] for start in range(0, len(rows), LOT)]


# === LATER === #


def refuse(env, channel, addresses, brand="alpha"):
    """Record that people refuse; the answer is the moment after the commit."""
    brands = env["iys.brand"].search([("name", "=", brand)])
    env["iys.consent"]._refuse(brands, channel, addresses, "HS_WEB", {"road": "test"})


def stop(env, brand="alpha", is_on=True):
    """Pull the emergency stop of a brand, or let it go."""
    env["iys.brand"].search([("name", "=", brand)]).emergency_stop = is_on


JOBS = {
    "found": found,
    "use_operator": use_operator,
    "settle": settle,
    "refuse": refuse,
    "stop": stop,
}

if __name__ == "__main__":
    main(sys.argv[1])
