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


def people(env, count):
    """Make contacts with an attachment each."""
    partners = env["res.partner"].create(
        [
            {
                "name": f"Kanarya {n:05d}",
                "phone": house.phone(n),
                "email": f"k{n}@x.example",
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
    message = {"type": "EPOSTA", "message_class": "COMMERCIAL", "subject": "Kanarya"}
    env["iys.message"]._log_sent([{**message, "recipient": "k0@x.example"}])
    env["iys.seal"]._cron_seal()


def erase(env, count):
    """Erase contacts as masking does, and keep a note of it beside the backups."""
    partners = env["res.partner"].search([("name", "=like", "Kanarya%")], limit=count)
    files = env["ir.attachment"].search(
        [("res_model", "=", "res.partner"), ("res_id", "in", partners.ids)]
    )
    names = files.mapped("store_fname")
    blank = {"name": "Maskelendi", "phone": None, "email": None}
    blank |= {"complete_name": "Maskelendi", "email_normalized": None}
    blank |= {"phone_sanitized": None}
    env["iys.backup.erasure"]._keep("res_partner", partners.ids, blank)
    env["iys.backup.erasure"]._keep("ir_attachment", files.ids, files=names)
    messages = env["iys.message"].search([("subject", "=", "Kanarya")])
    env["iys.backup.erasure"]._keep("iys_message", messages.ids)
    files.unlink()
    partners.write({"name": "Maskelendi", "phone": False, "email": False})


JOBS = {
    "found_plan": found_plan, "change_plan": change_plan, "back_up_now": back_up_now,
    "prove": prove, "back_up": work, "start_backup": start, "alarms": alarms,
    "people": people, "erase": erase, "test_target": ask_for_test,
}  # fmt: skip
