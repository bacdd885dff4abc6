"""Netgsm: reports, statistics, cancelling (sms.md sections 3.3 and 3.5)."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from ..web import Response, reply
from .call import Call, local, moment
from .gateway import on
from .network import Job, Text
from .scenarios import OUTCOMES

DAY = "%d.%m.%Y %H:%M:%S"
DATES = {"iso": "%Y-%m-%d %H:%M:%S", "dotted": DAY}
MOST_JOBS, MOST_ROWS = 50, 100
RETENTION = timedelta(days=90)
#: by the first digits: Türk Telekom, Turkcell, Vodafone
OPERATORS = {"50": 20, "53": 30, "54": 10, "55": 20}
UNDEFINED = 70


def routes(gateway) -> tuple:
    """The methods of this file."""
    rest = "/sms/rest/v2"
    methods = {"report": _report, "stats": _stats, "cancel": _cancel}
    return tuple(
        on(f"POST {rest}/{name}", name, lambda call, do=do: do(gateway, call))
        for name, do in methods.items()
    )


def _report(gateway, call: Call) -> Response:
    gateway.let_in(call)
    call.query(())
    body = call.members(
        call.json(),
        "the body",
        {"jobids": list},
        {
            "startdate": str,
            "stopdate": str,
            "pagenumber": int,
            "pagesize": int,
            "appname": str,
        },
    )
    begin, end = _window(gateway, call, body)
    page, size = body.get("pagenumber", 0), body.get("pagesize", MOST_ROWS)
    ids = body.get("jobids") or []
    if not 0 < len(ids) <= MOST_JOBS or not all(isinstance(i, str) for i in ids):
        gateway.refuse(call, "70")
    if page < 0 or not 1 <= size <= MOST_ROWS:
        gateway.refuse(call, "70")
    if not gateway.world.take(call.account, "netgsm_reports"):
        gateway.refuse(call, "80")
    found = _texts(gateway, call, ids, begin, end)
    if not found:
        gateway.refuse(call, "60")
    part = found[page * size : (page + 1) * size]
    return _shaped(gateway, [row(gateway, *state) for state in part])


def _window(gateway, call: Call, body: dict) -> tuple[datetime, datetime]:
    """The dates asked for; without them everything that is kept."""
    now = gateway.world.now()
    begin = moment(body["startdate"], DAY) if "startdate" in body else now - RETENTION
    end = moment(body["stopdate"], DAY) if "stopdate" in body else now
    if begin is None or end is None or begin > end:
        gateway.refuse(call, "70")
    return begin, end + timedelta(seconds=1)


def _texts(gateway, call: Call, ids, begin, end) -> list[tuple]:
    now, found = gateway.world.now(), []
    for job_id in ids:
        job: Job | None = call.account.jobs.get(job_id)
        if job is None or job.due > now or not begin <= job.due <= end:
            continue
        if job.cancelled:
            continue
        for text in job.texts:
            found.append((text, text.outcome, text.error, text.reported))
    return found


def row(gateway, text: Text, outcome, error, reported) -> dict[str, Any]:
    """One line of a report."""
    switches, words = gateway.world.switches, OUTCOMES[outcome]
    line = {
        "jobid": text.job.id,
        "number": _number(text.number, switches.netgsm_number),
        "status": words.netgsm,
        "operator": OPERATORS.get(text.number[:2], UNDEFINED),
        "msglen": len(text.text),
        "deliveredDate": "",
        "errorCode": words.netgsm_error if error is None else error,
    }
    if reported:
        line["deliveredDate"] = local(reported, DATES[switches.netgsm_date])
    if text.job.custom_id:
        line["referansID"] = text.job.custom_id
    return line


def _number(number: str, form: str) -> str | int:
    if form == "int":
        return int(number)
    return f"90{number}" if form == "905" else number


def _shaped(gateway, rows: list[dict[str, Any]]) -> Response:
    shape = gateway.world.switches.netgsm_report
    if shape == "jobs":
        return gateway.ok(jobs=rows)
    inner = rows[0] if shape == "single" and len(rows) == 1 else rows
    return gateway.ok(response={"job": inner})


def _stats(gateway, call: Call) -> Response:
    gateway.let_in(call)
    call.query(())
    body = call.members(
        call.json(), "the body", {"jobid": str}, {"sendDate": str, "appname": str}
    )
    job = call.account.jobs.get(body.get("jobid"))
    if job is None:
        gateway.refuse(call, "70")
    counts = Counter(OUTCOMES[text.outcome].netgsm for text in job.texts)
    rows = [
        {
            "status": status,
            "totalMessageLength": sum(len(t.text) for t in job.texts),
            "totalSms": count,
            "chargeStatement": "",
            "statement": "",
            "domestic": 1,
        }
        for status, count in sorted(counts.items())
    ]
    return gateway.ok(stats=rows)


def _cancel(gateway, call: Call) -> Response:
    gateway.let_in(call)
    call.query(())
    body = call.members(call.json(), "the body", {"jobid": str}, {"appname": str})
    job = call.account.jobs.get(body.get("jobid"))
    if job is None or job.cancelled or job.due <= gateway.world.now():
        gateway.refuse(call, "60", jobid=body.get("jobid"))
    job.cancelled = True
    described = {gateway.world.switches.netgsm_description: "Success"}
    return reply(200, {"code": "00", "jobid": job.id, **described})
