"""What the examples of İleti Merkezi need before they can be played."""

from typing import Any

from .sms_stage import SECRET, USER, Stage, scene


@scene("im-send-ok")
def _merkez_before(stage: Stage) -> None:
    stage.at("2022-04-22 09:00:00")


@scene("im-send-ok-go")
def _merkez_numbers(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int", iletimerkezi_ids="int")


@scene("im-send-401")
def _merkez_shut_out(stage: Stage) -> None:
    stage.request = _merkez({"order": _merkez_order("5551234567")})
    stage.set(password="another")


def _merkez(request: dict[str, Any]) -> dict[str, Any]:
    pair = {"key": USER["iletimerkezi"], "hash": SECRET}
    return {"body": {"request": {"authentication": pair, **request}}}


def _merkez_order(*numbers: str, **changed: Any) -> dict[str, Any]:
    message = {"text": "Merhaba", "receipents": {"number": list(numbers)}}
    return {"sender": "BASLIGIM", "iys": "0", "message": message} | changed


def _merkez_send(stage: Stage, *numbers: str, **changed: Any) -> Any:
    title = next(iter(stage.account.titles))
    pair = {"key": stage.account.username, "hash": stage.account.password}
    order = _merkez_order(*numbers, sender=title, **changed)
    body = {"request": {"authentication": pair, "order": order}}
    answer = stage.call("POST", "/v1/send-sms/json", body)
    return answer.json()["response"]["order"]["id"]


@scene("im-cancel-ok")
def _merkez_to_cancel(stage: Stage) -> None:
    number = _merkez_send(stage, "5551234567", sendDateTime=["02/03/2026 12:00"])
    stage.body["request"]["order"]["id"] = number


@scene("im-cancel-400")
def _merkez_broken(stage: Stage) -> None:
    stage.sim.change(strict=False)
    stage.request = {"body": "{", "headers": {"Content-Type": "application/json"}}


@scene("im-report-428")
def _merkez_report(stage: Stage) -> None:
    stage.sim.change(
        iletimerkezi_codes="int", iletimerkezi_ids="int", iletimerkezi_number="int"
    )
    told = stage.example["response"]["body"]["response"]["order"]["message"]
    ends = {110: "silent", 111: "delivered", 112: "not_delivered"}
    for row in told:
        stage.sim.scenario(str(row["number"]), ends[row["status"]])
    numbers = [str(row["number"]) for row in told]
    stage.body["request"]["order"]["id"] = _merkez_send(stage, *numbers)
    stage.sim.clock.advance(10)


@scene("im-report-455")
def _merkez_unknown(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int")
    stage.request = _merkez({"order": {"id": 1, "page": 1, "rowCount": 5}})


@scene("im-report-45-counters")
def _merkez_waiting(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int", iletimerkezi_ids="int")
    numbers = [f"505000000{n}" for n in range(4)]
    stage.body["request"]["order"]["id"] = _merkez_send(stage, *numbers)


@scene("im-report-empty")
def _merkez_page_beyond(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int", iletimerkezi_ids="int")
    order = {"id": _merkez_send(stage, "5551234567"), "page": 2, "rowCount": 1000}
    stage.request = _merkez({"order": order})


@scene("im-report-114-head")
def _merkez_finished(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int")
    stage.body["request"]["order"]["id"] = _merkez_send(stage, "5551234567")
    stage.sim.clock.advance(10)


@scene("im-reports-range")
def _merkez_days(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int", iletimerkezi_ids="int")
    stage.set(titles={"eMarka": ""})
    stage.sim.scenario("5551234567", "silent")
    for moment in ("2024-11-12 02:04:08", "2024-11-13 19:04:08"):
        stage.at(moment)
        _merkez_send(stage, "5551234567")


@scene("im-balance")
def _merkez_balance(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int")
    stage.set(money="0", credits=18343)


@scene("im-balance-numbers")
def _merkez_balance_in_numbers(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int", iletimerkezi_balance="int")
    stage.set(money="75,5", credits=251)


@scene("im-balance-401-toggle")
def _merkez_no_api(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int")
    stage.request = _merkez({})
    stage.set(api_open=False)


@scene("im-senders", "im-senders-empty")
def _merkez_titles(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int")
    told = stage.example["response"]["body"]["response"]["senders"]["sender"]
    stage.set(titles=dict.fromkeys(told, ""))


@scene("im-blacklist-list", "im-blacklist-filter")
def _merkez_blacklist(stage: Stage) -> None:
    stage.at("2024-03-27 12:00:00")
    told = stage.example["response"]["body"]["response"]["blacklist"]
    if isinstance(told["count"], int):
        stage.sim.change(iletimerkezi_codes="int")
    for position, number in enumerate(told["number"]):
        # the source has one dummy number five times; a list has each number once
        last = number[-1] if isinstance(told["count"], int) else str(position)
        stage.sim.answer(number[:-1] + last, "RET", stage.account)


@scene("im-blacklist-add-ok")
def _merkez_ban(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int")


@scene("im-blacklist-add-466")
def _merkez_bad_ban(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int")
    stage.request = _merkez({"blacklist": {"number": "123"}})


@scene("im-iys-create-request")
def _merkez_create(stage: Stage) -> None:
    stage.at("2026-01-08 09:00:00")
    stage.set(brand="696422")


@scene("im-iys-show")
def _merkez_show(stage: Stage) -> None:
    stage.sim.change(iletimerkezi_codes="int")
    stage.set(brand="696422")
    told = stage.example["response"]["body"]["response"]["consent"]
    told["recipient"] = stage.body["request"]["consent"]["recipient"]
    stage.sim.seed([told], "696422")
