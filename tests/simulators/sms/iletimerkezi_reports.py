"""İleti Merkezi: reports and cancelling (sms.md sections 4.2 and 4.3)."""

from datetime import timedelta
from typing import Any

from ..web import Response
from .call import Call, local, moment
from .gateway import on
from .network import Job
from .scenarios import OUTCOMES

STAMP = "%Y-%m-%d %H:%M:%S"
DAY = "%Y-%m-%d"
MOST_ROWS, PAGE = 1000, 30
LONGEST = timedelta(days=10)
SENDING, FINISHED, FAILED = 113, 114, 115
ID = (int, str)


def routes(gateway) -> tuple:
    """The methods of this file."""
    methods = {
        "get-report": _report,
        "get-reports": _reports,
        "cancel-order": _cancel,
    }
    return tuple(
        on(f"POST /v1/{name}/json", name, lambda call, do=do: do(gateway, call))
        for name, do in methods.items()
    )


def _report(gateway, call: Call) -> Response:
    order = gateway.let_in(call, "order")["order"]
    call.members(order, "order", {"id": ID, "page": ID, "rowCount": ID})
    page, size = int(order.get("page", 1)), int(order.get("rowCount", MOST_ROWS))
    if page < 1:
        gateway.refuse(464)
    if not 1 <= size <= MOST_ROWS:
        gateway.refuse(422)
    job = _job(gateway, call, order)
    if job.due > gateway.world.now():
        gateway.refuse(456)
    part = job.texts[(page - 1) * size : page * size]
    rows = [
        {
            "number": _number(gateway, text.number),
            "status": OUTCOMES[text.outcome].iletimerkezi,
        }
        for text in part
    ]
    price = sum(text.parts for text in job.texts)
    return gateway.ok(order={**_head(gateway, job), "price": price, "message": rows})


def _job(gateway, call: Call, order: dict[str, Any]) -> Job:
    job = call.account.jobs.get(str(order.get("id")))
    if job is None or job.cancelled:
        gateway.refuse(455)
    return job


def _number(gateway, number: str) -> int | str:
    if gateway.world.switches.iletimerkezi_number == "int":
        return int(number)
    return "+90" + number


def _head(gateway, job: Job) -> dict[str, Any]:
    states = [OUTCOMES[text.outcome].iletimerkezi for text in job.texts]
    waiting = states.count(110)
    status = SENDING if waiting else FINISHED
    if all(text.outcome == "task_failed" for text in job.texts):
        status = FAILED
    return {
        "id": gateway.shown_id(job.id),
        "status": status,
        "total": len(states),
        "delivered": states.count(111),
        "undelivered": states.count(112),
        "waiting": waiting,
        "submitAt": local(job.created, STAMP),
        "sendAt": local(job.due, STAMP),
        "sender": job.title,
    }


def _reports(gateway, call: Call) -> Response:
    wanted = gateway.let_in(call, "filter")["filter"]
    call.members(wanted, "filter", {"start": str, "end": str, "page": ID})
    begin, end = moment(wanted.get("start"), DAY), moment(wanted.get("end"), DAY)
    if begin is None or end is None or not timedelta(0) <= end - begin <= LONGEST:
        gateway.refuse(458)
    page = int(wanted.get("page", 1))
    if page < 1:
        gateway.refuse(464)
    last = end + timedelta(days=1)
    jobs = [job for job in call.account.jobs.values() if begin <= job.created < last]
    part = jobs[(page - 1) * PAGE : page * PAGE]
    return gateway.ok(count=len(jobs), orders=[_head(gateway, job) for job in part])


def _cancel(gateway, call: Call) -> Response:
    order = gateway.let_in(call, "order")["order"]
    call.members(order, "order", {"id": ID})
    job = _job(gateway, call, order)
    if job.due <= gateway.world.now():
        gateway.refuse(455)
    job.cancelled = True
    return gateway.ok()
