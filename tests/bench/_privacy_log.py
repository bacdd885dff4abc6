"""Inside Odoo: recording an import's lots, and only the day log's part of it."""

# ruff: noqa: F821
from odoo.addons.izinnet_iys.iys_api.acts import Act

account = env["iys.account"].create(
    {"name": "Bench", "iys_code": "600001", "route": "demo"}
)
brand = (
    env["iys.brand"]
    .create({"name": "Marka", "account_id": account.id, "brand_code": "700001"})
    .id
)
env.cr.commit()
NOW = env.cr.now().replace(microsecond=0)
LOT = 1000
LOTS = PARAMS["rows"] // LOT
FIGURES = {brand: {"approved": LOT, "refused": 0, "from_iys": 0}}


def record():
    for start in range(0, PARAMS["rows"], LOT):
        env["iys.consent"]._record_acts(
            [
                Act(brand, f"+9053{n:08d}", "MESAJ", "ONAY", "HS_WEB", NOW)
                for n in range(start, start + LOT)
            ]
        )
        env.cr.commit()


def log():
    for _lot in range(LOTS):
        env["iys.log"]._add_for_brands("record", "Consents recorded", FIGURES)
        env.cr.commit()


tell(record=measure(env, record))
tell(log=measure(env, log))
