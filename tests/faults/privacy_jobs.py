"""Jobs of the driver for masking and requests: cases laid ready, people who press at once."""

import time
from functools import partial
from pathlib import Path

from . import house

PEOPLE = ("birinci", "ikinci", "ucuncu")


def staff(env):
    """Make three consent managers and one rule; some people have refused."""
    group = env.ref("izinnet_iys.group_manager").id
    env["res.users"].create(
        [{"name": login, "login": login, "group_ids": [(4, group)]} for login in PEOPLE]
    )
    account = env["iys.account"].create(
        {"name": "Deneme", "iys_code": "600001", "route": "demo"}
    )
    env["iys.brand"].create(
        {"name": "Alfa", "account_id": account.id, "brand_code": "700001"}
    )
    env["iys.destruction.rule"].create({"name": "Ret", "kind": "refused"})


def ready_destruction(env, first, count):
    """Let the first of the three start a destruction of some people, and count it."""
    from odoo.addons.izinnet_iys.iys_api.acts import Act

    brand = env["iys.brand"].search([], limit=1)
    moment = house.recently(60 * 24 * 100)
    env["iys.consent"]._record_acts(
        [
            Act(
                brand.id, house.phone(n), "MESAJ", "RET", "IYS_WEB", moment,
                state="received", transaction_id=f"t{n}", iys_creation_date=moment,
            )
            for n in range(first, first + count)
        ]
    )  # fmt: skip
    rule = _as(env, PEOPLE[0], "iys.destruction.rule").search([], limit=1)
    run_id = rule.action_prepare()["res_id"]
    env["iys.destruction"].browse(run_id)._step()


def new_request(env, number):
    """Enter a request whose identity was checked and whose answer is written."""
    _as(env, PEOPLE[0], "iys.subject.request").create(
        {
            "person_name": "Deneme Kişi",
            "phone": house.phone(number),
            "email": f"kisi{number}@ornek.example.com",
            "identity": "document",
            "answer": "<p>Yanıt</p>",
        }
    )


def new_hold(env, number):
    """Hold an address back."""
    _as(env, PEOPLE[0], "iys.hold").create(
        {"address": house.phone(number), "reason": "Dava 2026/12 sürüyor"}
    )


def press(env, login, model, button, at, told="/dev/null", linger=0):
    """Press a button of the newest record as somebody, together with others.

    Everybody reads first and presses at the moment ``at`` (Unix time), as a request
    does: tried again when a rival was faster. What a refusal says goes to the file
    ``told``. ``linger``: seconds the request still takes after the button's work.
    """
    from odoo.exceptions import UserError
    from odoo.service.model import retrying

    try:
        retrying(partial(_press, env, login, model, button, at, linger), env)
    except UserError as error:
        Path(told).write_text(str(error))
        raise


def _press(env, login, model, button, at, linger):
    record = _as(env, login, model).search([], order="id desc", limit=1)
    record.read()
    time.sleep(max(0.0, at - time.time()))
    getattr(record, button)()
    env.flush_all()
    time.sleep(linger)


def destroy(env, at=0):
    """Be the scheduled action, from the moment ``at`` (Unix time)."""
    time.sleep(max(0.0, at - time.time()))
    env["iys.destruction"]._cron_destroy()


def _as(env, login, model):
    user = env["res.users"].search([("login", "=", login)])
    return env[model].with_user(user).with_context(lang=user.lang)


JOBS = {
    "staff": staff, "ready_destruction": ready_destruction, "new_request": new_request,
    "new_hold": new_hold, "press_button": press, "destroy": destroy,
}  # fmt: skip
