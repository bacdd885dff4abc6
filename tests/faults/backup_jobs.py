"""Jobs of the driver for backups: a plan, its process, what was erased."""

from . import house


def found_plan(env, **values):
    """Make one plan anew; earlier ones are archived. Returns nothing: ask the table."""
    env["iys.backup.plan"].search([]).write({"active": False})
    env["iys.backup.plan"].create({"name": "Gece", **values})


def change_plan(env, **values):
    """Write on the plan."""
    env["iys.backup.plan"].search([], limit=1).write(values)


def back_up_now(env, login="admin"):
    """Press the button as a user."""
    user = env["res.users"].search([("login", "=", login)])
    env["iys.backup.plan"].with_user(user).search([], limit=1).action_back_up_now()


def ask_for_test(env):
    """Ask for a test of the plan's target."""
    env["iys.backup.plan"].search([], limit=1).action_test()


def prove(env):
    """Ask for another drill of the newest backup that stands whole."""
    whole = [("state", "in", ("proven", "unproven"))]
    env["iys.backup"].search(whole, limit=1).action_prove()


def work(env):
    """Be the process: do all that waits, in this very one."""
    env["iys.backup.plan"].search([], limit=1)._work()


def start(env):
    """Run the scheduled action, which starts a process of its own and returns."""
    env["iys.backup.plan"]._cron_backup()


def alarms(env):
    """Look for what is wrong."""
    env["iys.alarm"]._cron_alarms()


def people(env, count, refused=0):
    """Make contacts with a file each; the first ones have refused, with traces of them."""
    partners = env["res.partner"].create(
        [
            {
                "name": f"Kanarya {n:05d}",
                "phone": house.phone(n),
                "email": f"k{n}@ornek.example.com",
            }
            for n in range(count)
        ]
    )
    env["ir.attachment"].create(
        [
            {
                "name": f"{p.id}.txt",
                "raw": f"dosya {p.id}".encode(),
                "res_model": p._name,
                "res_id": p.id,
            }
            for p in partners
        ]
    )
    _refuse(env, partners[:refused])
    _leave_traces(env, partners[:refused])
    message = {"type": "EPOSTA", "message_class": "COMMERCIAL", "subject": "Kanarya"}
    env["iys.message"]._log_sent([{**message, "recipient": "k0@x.example"}])
    env["iys.seal"]._cron_seal()


def _refuse(env, partners):
    from odoo.addons.izinnet_iys.iys_api.acts import Act

    account = env["iys.account"].create(
        {"name": "Deneme", "iys_code": "600001", "route": "demo"}
    )
    brand = env["iys.brand"].create(
        {"name": "Alfa", "account_id": account.id, "brand_code": "700001"}
    )
    long_ago = house.recently(60 * 24 * 100)
    env["iys.consent"]._record_acts(
        [
            Act(
                brand.id, partner.phone_sanitized, "MESAJ", "RET", "IYS_WEB", long_ago,
                state="received", transaction_id=f"t{partner.id}",
                iys_creation_date=long_ago, person_name=partner.name,
                partner_id=partner.id, evidence={"note": partner.name, "way": "web"},
            )
            for partner in partners
        ]
    )  # fmt: skip


def _leave_traces(env, partners):
    """In the chatter, in another contact's note, within JSON, in the log table."""
    for partner in partners:
        partner.message_post(body=f"{partner.name} aradı: {partner.phone}")
    env["res.partner"].create(
        [{"name": "Komşu", "comment": f"Eşi: {one.phone}"} for one in partners]
    )
    env["res.partner.category"].create(
        [{"name": f"Arayan {one.phone}"} for one in partners]
    )
    env.cr.execute_values(
        "INSERT INTO ir_logging (create_date, name, level, message, type, path, line, func)"
        " VALUES %s",
        [
            (
                house.recently(),
                "x",
                "ERROR",
                f"to <{one.email}>",
                "server",
                "x",
                "1",
                "x",
            )
            for one in partners
        ],
    )


def erase(env, count):
    """Mask everybody who has refused: two people stand for it, the job does it (L-58)."""
    first, second = env["res.users"].create(
        [
            {
                "name": login,
                "login": login,
                "group_ids": [(4, env.ref("izinnet_iys.group_manager").id)],
            }
            for login in ("first_manager", "second_manager")
        ]
    )
    rule = env["iys.destruction.rule"].create({"name": "Ret", "kind": "refused"})
    run_id = rule.with_user(first).action_prepare()["res_id"]
    run = env["iys.destruction"].browse(run_id)
    run._step()
    assert run.whole_people == count
    run.with_user(second).action_approve()
    while run.state in ("approved", "running"):
        run._step()
    assert run.state == "done"
    messages = env["iys.message"].search([("subject", "=", "Kanarya")])
    env["iys.backup.erasure"]._keep("iys_message", messages.ids)


JOBS = {
    "found_plan": found_plan, "change_plan": change_plan, "back_up_now": back_up_now,
    "prove": prove, "back_up": work, "start_backup": start, "alarms": alarms,
    "people": people, "erase": erase, "test_target": ask_for_test,
}  # fmt: skip
