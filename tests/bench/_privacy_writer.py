"""Inside Odoo: one of some processes that record acts at the same moment."""

# ruff: noqa: F821
import time

from odoo.addons.izinnet_iys.iys_api.acts import Act

BRAND = env["iys.brand"].search([], limit=1).id
NOW = env.cr.now().replace(microsecond=0)
LOT = PARAMS["lot"]
# nobody was recorded before: each round, and each writer of it, has people of its own
first = (PARAMS["turn"] * 10 + PARAMS["of"] * 3 + PARAMS["number"]) * 1_000_000


def acts(start):
    return [
        Act(BRAND, f"+9053{n:08d}", "MESAJ", "ONAY", "HS_WEB", NOW)
        for n in range(start, start + LOT)
    ]


def record():
    for start in range(first, first + PARAMS["rows"], LOT):
        env["iys.consent"]._record_acts(acts(start))
        env.cr.commit()


env["iys.consent"]._record_acts(acts(first + 500_000))
env.cr.commit()
# all begin together: at the next full ten seconds
time.sleep(10 - time.time() % 10)
tell(writer=measure(env, record))
