"""Inside Odoo: sealing all that waits, then checking the whole chain."""

# ruff: noqa: F821
company = env["iys.brand"].search([], limit=1).company_id
# rows of this bench were written by the database: their keys are not ours
env.cr.execute("ALTER TABLE iys_consent DISABLE TRIGGER USER")
env.cr.execute("UPDATE iys_consent SET recipient = NULL WHERE id % 100 = 0")
env.cr.execute("ALTER TABLE iys_consent ENABLE TRIGGER USER")
env.cr.commit()


def seal():
    env["iys.seal"]._cron_seal()
    env.cr.commit()


tell(seal=measure(env, seal))
seal()  # settles what the first run proposed
tell(idle=measure(env, seal))
check = env["iys.seal.check"].create({"company_id": company.id})
check._begin()


def run():
    while check.state == "running":
        check._check_lot()
        env.cr.commit()
        env.invalidate_all()


tell(check=measure(env, run))
foreign = check.fault_count
env.cr.execute("SELECT count(*) FROM iys_consent WHERE recipient IS NOT NULL")
made_up = env.cr.fetchone()[0]
# each made-up key is found foreign, and nothing else is
tell(faults=foreign - made_up)
