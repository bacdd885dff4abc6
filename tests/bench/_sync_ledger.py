"""Inside Odoo: an account, a brand and acts, for the parts of the sync's bench."""

# ruff: noqa: F821  (env, PARAMS, measure and tell are given)
from datetime import datetime, timedelta, timezone

from odoo.addons.izinnet_iys.iys_api.acts import Act
from odoo.addons.izinnet_iys.iys_api.messages import Outcome, Result

LEDGER = env["iys.consent"]
NOW = datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
LOT = 1000


def make_brand(**account):
    """A brand of an account of its own."""
    owner = env["iys.account"].create(
        {"name": "Bench", "iys_code": "545454", **account}
    )
    return env["iys.brand"].create(
        {"name": "Marka", "account_id": owner.id, "brand_code": "545454"}
    )


def phone(number):
    """One of ten million addresses."""
    return f"+90532{number:07}"


def record(brand, numbers, status="ONAY", minutes=10, **over):
    """Record an act for each address, five thousand at a time; returns their ids."""
    moment, ids = NOW - timedelta(minutes=minutes), []
    numbers = list(numbers)
    for start in range(0, len(numbers), 5000):
        acts = [
            Act(brand.id, phone(n), "MESAJ", status, "HS_WEB", moment, **over)
            for n in numbers[start : start + 5000]
        ]
        ids += [entry.consent_id for entry in LEDGER._record_acts(acts)]
        env.cr.commit()
    return ids


def send(brand, ids):
    """Bring acts of one lot to where İYS has taken them; returns their exchange."""
    exchange = env["iys.exchange"]._open(brand, "submit", row_count=len(ids))
    LEDGER._set_state("in_flight", ids, exchange_id=exchange.id)
    LEDGER._set_state("sent", ids, subrequest_id=[f"sub-{act_id}" for act_id in ids])
    exchange._close("accepted", request_id=f"r{exchange.id}")
    env.cr.commit()
    return exchange


def results_of(ids):
    """İYS's answers to a lot: every row is stored."""
    moment = NOW.replace(tzinfo=timezone.utc)
    return [
        Result(f"sub-{act_id}", Outcome.SUCCESS, None, f"t{act_id}", moment)
        for act_id in ids
    ]


def lots(ids):
    """Cut ids into lots."""
    return [ids[start : start + LOT] for start in range(0, len(ids), LOT)]
