"""What the examples of Verimor need before they can be played."""

from typing import Any

from .sms_stage import SECRET, Stage, scene


@scene("verimor-send-json-ok")
def _mor_then(stage: Stage) -> None:
    stage.at("2015-02-20 16:00:00")


@scene("verimor-send-json-newline")
def _mor_lenient(stage: Stage) -> None:
    stage.sim.change(strict=False)


@scene(
    "verimor-send-json-docs2026",
    "verimor-headers-docs2026",
    "verimor-balance-docs2026",
)
def _mor_docs(stage: Stage) -> None:
    stage.sim.change(verimor_form="docs2026")
    if not stage.body:
        stage.query.update(_mor_pair(stage))
    stage.set(credits=1500)
    if stage.path.endswith("headers"):
        told = stage.example["response"]["body"]
        stage.set(titles={row["header"]: "" for row in told})


def _mor_pair(stage: Stage) -> dict[str, str]:
    return {"username": stage.account.username, "password": stage.account.password}


@scene("verimor-ip-401")
def _mor_no_ip(stage: Stage) -> None:
    stage.set(ips=())
    stage.request = {"body": _mor_order(stage)}


@scene("verimor-auth-401")
def _mor_shut_out(stage: Stage) -> None:
    stage.query.update(_mor_pair(stage) | {"password": "another"})


def _mor_order(stage: Stage, **changed: Any) -> dict[str, Any]:
    messages = [
        {"msg": "Merhaba", "dest": "905319876543", "id": "1234"},
        {"msg": "Merhaba", "dest": "905319876544", "id": "1235"},
    ]
    title = next(iter(stage.account.titles))
    order = {"source_addr": title, "custom_id": "123456789", "messages": messages}
    return _mor_pair(stage) | order | changed


def _mor_send(stage: Stage, **changed: Any) -> str:
    return stage.call("POST", "/v2/send.json", _mor_order(stage, **changed)).text


@scene("verimor-cancel-ok")
def _mor_to_cancel(stage: Stage) -> None:
    campaign = _mor_send(stage, send_at="2026-03-02 12:00:00")
    stage.path = f"/v2/cancel/{campaign}"


@scene("verimor-status-ok", "verimor-status-custom-id")
def _mor_status(stage: Stage) -> None:
    campaign = _mor_send(stage)
    if "id" in stage.query:
        stage.query["id"] = campaign
    stage.sim.clock.advance(10)


@scene("verimor-status-401")
def _mor_not_ours(stage: Stage) -> None:
    campaign = _mor_send(stage)
    stage.sim.add_account("verimor", "908500000000", SECRET, titles={})
    stage.query.update(username="908500000000", password=SECRET, id=campaign)


@scene("verimor-status-404")
def _mor_unknown(stage: Stage) -> None:
    stage.query.update(_mor_pair(stage) | {"id": "1"})


@scene("verimor-inbound-get")
def _mor_answers(stage: Stage) -> None:
    stage.at("2017-01-01 10:00:00")
    for row in stage.example["response"]["body"]:
        stage.sim.answer("+" + row["source_addr"], row["content"], stage.account)


@scene("verimor-headers")
def _mor_titles(stage: Stage) -> None:
    stage.set(titles=dict.fromkeys(stage.example["response"]["body"], ""))


@scene("verimor-balance")
def _mor_balance(stage: Stage) -> None:
    stage.set(credits=123)


@scene("verimor-blacklist-get")
def _mor_blacklist(stage: Stage) -> None:
    for row in stage.example["response"]["body"]["records"]:
        stage.call("POST", "/v2/blacklists", **_mor_pair(stage), phones=row["phone"])


@scene("verimor-blacklist-add-400")
def _mor_bad_ban(stage: Stage) -> None:
    stage.query.update(_mor_pair(stage) | {"phones": "123456"})


@scene("verimor-iys-consents")
def _mor_upload(stage: Stage) -> None:
    stage.at("2022-04-15 09:00:00")


@scene("verimor-iys-campaigns")
def _mor_days(stage: Stage) -> None:
    stage.set(titles={"VERIMOR": "627033"})
    for _day in range(2):
        stage.sim.daily_changes(stage.account, [])


@scene("verimor-iys-consent-report")
def _mor_results(stage: Stage) -> None:
    stage.at("2020-06-12 09:00:00")
    rows = stage.example["response"]["body"]["records"]
    names = ("type", "source", "status", "recipient_type", "recipient")
    items = [{name: row[name] for name in names} for row in rows]
    for item in items:
        item["consent_date"] = "2020-06-11 22:14:00"
    order = {"source_addr": "BASLIGIM", "consents": items}
    body = _mor_pair(stage) | order
    upload = stage.call("POST", "/v2/iys_consents.json", body).text
    stage.path = stage.path.replace("{id}", upload)
    stage.sim.clock.advance(60)
