"""Inside Odoo: fifty acts a second, each committed by itself, while the server seals."""

# ruff: noqa: F821
import time

from odoo.addons.izinnet_iys.iys_api.acts import Act

RATE = 50
account = env["iys.account"].create(
    {"name": "Bench", "iys_code": "600001", "route": "demo"}
)
brand = (
    env["iys.brand"]
    .create({"name": "Marka", "account_id": account.id, "brand_code": "700001"})
    .id
)
env.cr.commit()
begun, number = time.monotonic(), 0
while time.monotonic() - begun < PARAMS["seconds"]:
    due = begun + number / RATE
    if due > time.monotonic():
        time.sleep(due - time.monotonic())
    moment = env.cr.now().replace(microsecond=0)
    act = Act(brand, f"+9053{number:08d}", "MESAJ", "ONAY", "HS_WEB", moment)
    env["iys.consent"]._record_acts([act])
    env.cr.commit()
    number += 1
rate = number / (time.monotonic() - begun)
UNSEALED = """SELECT count(*) FROM iys_consent c WHERE NOT EXISTS (
    SELECT FROM iys_seal s WHERE s.res_model = 'iys.consent' AND s.res_id = c.id)"""
for _second in range(120):
    env.cr.execute(UNSEALED)
    unsealed = env.cr.fetchone()[0]
    env.cr.rollback()
    if not unsealed:
        break
    time.sleep(1)
LAGS = """
    SELECT percentile_cont(ARRAY[0.5, 0.99, 1]) WITHIN GROUP (
        ORDER BY extract(epoch FROM s.sealed_at - c.recorded_at))
    FROM iys_consent c JOIN iys_seal s
      ON s.res_model = 'iys.consent' AND s.res_id = c.id
    WHERE c.recorded_at {}
        (SELECT max(recorded_at) FROM iys_consent) - interval '60 seconds'
"""
env.cr.execute(LAGS.format("<="))
p50, p99, _most = env.cr.fetchone()[0]
env.cr.execute(LAGS.format(">"))
tell(rate=rate, p50=p50, p99=p99, last=env.cr.fetchone()[0][2], unsealed=unsealed)
