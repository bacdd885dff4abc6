"""Inside Odoo: one list through iys.import, as its scheduled action works on it."""

# ruff: noqa: F821  (env, PARAMS, measure and tell are given)
import base64

user = env.ref("base.user_admin")
env = env(user=user.id)
with open(PARAMS["path"], "rb") as file:
    content = base64.b64encode(file.read())
job = env["iys.import"].create(
    {
        "brand_id": env["iys.brand"].search([], limit=1).id,
        "file": content,
        "file_name": "bench.xlsx",
        "proof_note": "bench",
        "partner_mode": PARAMS.get("partner_mode", "link"),
    }
)
del content
if not PARAMS.get("fast", True):
    job.sudo().reader = "XlsxFile"
cron = env["iys.import"].sudo()
env.cr.commit()


def work(state):
    def until():
        while job.state == state:
            cron._cron_import()
        return {"state": job.state}

    return until


tell(read=measure(env, work("reading")))
job.action_check()
env.cr.commit()
tell(check=measure(env, work("checking")))
job.action_start()
env.cr.commit()
env.cr.execute("SELECT count(*) FROM iys_consent")
rows_before = env.cr.fetchone()[0]
tell(record=measure(env, work("running")))
env.cr.execute("SELECT count(*) FROM iys_consent")
tell(
    new_rows=env.cr.fetchone()[0] - rows_before,
    figures=job._figures(),
    message=job.message or "",
    reader=job.reader,
    state=job.state,
)
