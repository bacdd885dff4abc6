"""What the examples of Netgsm need before they can be played."""

from typing import Any

from .sms_stage import SECRET, Stage, scene


@scene("netgsm-send-error-shape-manual")
def _netgsm_error(stage: Stage) -> None:
    stage.request = _netgsm_order(msgheader="YABANCI")


def _netgsm_order(**changed: Any) -> dict[str, Any]:
    messages = [{"msg": "0123456789", "no": "5551234567"}]
    body = {"msgheader": "BASLIGIM", "messages": messages, "iysfilter": "0"}
    return {"headers": {"Authorization": "Basic"}, "body": body | changed}


@scene("netgsm-send-ok-1")
def _netgsm_lenient(stage: Stage) -> None:
    stage.sim.change(strict=False)


@scene("netgsm-send-ok-nn")
def _netgsm_two_jobs(stage: Stage) -> None:
    stage.sim.change(strict=False, netgsm_jobs="list")


@scene("netgsm-send-40")
def _netgsm_no_title(stage: Stage) -> None:
    stage.sim.change(strict=False)
    stage.set(titles={"ANOTHER": ""})


@scene("netgsm-cancel-ok")
def _netgsm_to_cancel(stage: Stage) -> None:
    stage.body["jobid"] = _netgsm_send(stage, startdate="020320261200")


@scene("netgsm-cancel-60-http200")
def _netgsm_nothing_to_cancel(stage: Stage) -> None:
    stage.sim.change(netgsm_error_status=200)


def _netgsm_send(stage: Stage, number: str = "5551234567", **changed: Any) -> str:
    order = _netgsm_order(messages=[{"msg": "0123456789", "no": number}], **changed)
    return stage.call("POST", "/sms/rest/v2/send", order["body"]).json()["jobid"]


@scene("netgsm-report-ok")
def _netgsm_report(stage: Stage) -> None:
    stage.at("2023-01-15 14:29:55")
    stage.body["jobids"] = [_netgsm_send(stage)]
    stage.sim.clock.advance(5)


@scene("netgsm-report-two-jobs")
def _netgsm_report_of_two(stage: Stage) -> None:
    stage.at("2023-01-15 14:29:55")
    stage.sim.scenario("5551234567", "silent")
    numbers = ("5551234567", "5557654321")
    stage.body["jobids"] = [_netgsm_send(stage, number) for number in numbers]
    stage.sim.clock.advance(5)


@scene("netgsm-report-empty")
def _netgsm_page_beyond(stage: Stage) -> None:
    wanted = {"jobids": [_netgsm_send(stage)], "pagenumber": 7, "pagesize": 10}
    stage.request = {"headers": {"Authorization": "Basic"}, "body": wanted}


@scene("netgsm-report-70")
def _netgsm_bad_date(stage: Stage) -> None:
    wanted = {"jobids": ["1"], "startdate": "yesterday", "stopdate": "today"}
    stage.request = {"headers": {"Authorization": "Basic"}, "body": wanted}


@scene("netgsm-headers-ok")
def _netgsm_titles(stage: Stage) -> None:
    stage.set(titles={"HEADER1": "", "HEADER2": ""})
    stage.sim.change(netgsm_description="describtion")


@scene("netgsm-headers-70-http200")
def _netgsm_without_titles(stage: Stage) -> None:
    stage.set(titles={})
    stage.sim.change(netgsm_error_status=200)


@scene("netgsm-headers-30", "netgsm-balance-30")
def _netgsm_shut_out(stage: Stage) -> None:
    stage.set(api_open=False)


@scene("netgsm-inbox-ok")
def _netgsm_answers(stage: Stage) -> None:
    for moment, number, words in (
        ("2023-01-15 14:30:00", "5551234567", "Test message 1"),
        ("2023-01-16 15:45:00", "5557654321", "Test message 2"),
    ):
        stage.at(moment)
        stage.sim.answer(number, words, stage.account)


@scene("netgsm-balance-packages")
def _netgsm_packages(stage: Stage) -> None:
    stage.set(credits=399, packages={"Voice Message": 11})


@scene("netgsm-otp-bad-number", "netgsm-otp-too-long")
def _netgsm_otp(stage: Stage) -> None:
    stage.body["no"] = stage.body["no"].replace("<valid number>", "5551234567")


@scene("netgsm-otp-payload-third-party")
def _netgsm_otp_with_credentials(stage: Stage) -> None:
    stage.request["headers"] = {"Authorization": "Basic"}


@scene("netgsm-iys-add-ok")
def _netgsm_add(stage: Stage) -> None:
    stage.at("2020-11-06 10:00:00")


@scene("netgsm-iys-add-70")
def _netgsm_add_bad(stage: Stage) -> None:
    (item,) = stage.example["response"]["body"]["erroritem"]
    head = {"username": stage.account.username, "password": SECRET}
    data = {
        "type": "MESAJ", "source": "HS_WEB", "status": "ONAY", **item,
        "consentDate": "2026-03-02 09:00:00", "recipientType": "BIREYSEL",
    }  # fmt: skip
    body = {"header": head | {"brandCode": "123456"}, "body": {"data": [data]}}
    stage.request = {"body": body}


@scene("netgsm-iys-search-ok")
def _netgsm_search(stage: Stage) -> None:
    (asked,) = stage.body["body"]["data"]
    told = stage.example["response"]["body"]["query"]
    told["recipient"] = asked["recipient"]
    stage.sim.seed([told], "123456")


@scene("netgsm-iys-search-50")
def _netgsm_brand(stage: Stage) -> None:
    stage.set(brand="BRAND")
