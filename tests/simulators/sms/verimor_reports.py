"""Verimor: status and cancelling (sms.md sections 5.3 to 5.5)."""

from typing import Any

from ..web import Response, reply
from .call import Call, local
from .gateway import on
from .network import Job, Text
from .scenarios import OUTCOMES
from .verimor_codes import CANCELLED, NO_CAMPAIGN, NOT_CANCELLED, NOT_YOURS

STAMP = "%Y-%m-%d %H:%M:%S"
PAGE = 100


def routes(gateway) -> tuple:
    """The methods of this file."""
    return (
        on("GET /v2/status", "status", lambda call: _status(gateway, call)),
        on("POST /v2/cancel/{id}", "cancel", lambda call: _cancel(gateway, call)),
    )


def _status(gateway, call: Call) -> Response:
    query = gateway.by_query(call, optional=("id", "custom_id", "dest", "greater_than"))
    if not query.keys() & {"id", "custom_id"}:
        call.complain("neither id nor custom_id in the query")
    if not gateway.world.take(call.account, "verimor_reports"):
        gateway.refuse("429")
    texts = [text for job in _jobs(gateway, call, query) for text in job.texts]
    if "dest" in query:
        texts = [text for text in texts if _dest(text) == query["dest"]]
    after = int(query.get("greater_than") or 0)
    rows = [row(gateway, text) for text in texts if text.id > after]
    return reply(200, rows[:PAGE])


def _jobs(gateway, call: Call, query: dict[str, str]) -> list[Job]:
    jobs = call.account.jobs
    if "id" in query:
        found = [jobs[query["id"]]] if query["id"] in jobs else []
    else:
        found = [j for j in jobs.values() if j.custom_id == query.get("custom_id")]
    if found:
        return found
    others = [a for a in gateway.world.accounts if a.gateway == gateway.name]
    if any(query.get("id") in other.jobs for other in others):
        gateway.refuse("401", NOT_YOURS)
    gateway.refuse("404", NO_CAMPAIGN)


def _dest(text: Text) -> str:
    return text.number if text.number[:1] in ("0", "+") else "90" + text.number


def row(gateway, text: Text) -> dict[str, Any]:
    """One message's status as it is now."""
    if text.job.due > gateway.world.now() and not text.job.cancelled:
        return {**_row(text, "pending", None, None), "status": "WAITING"}
    return _row(text, text.outcome, text.error, text.reported)


def _row(text: Text, outcome: str, error, reported) -> dict[str, Any]:
    words = OUTCOMES[outcome]
    return {
        "campaign_id": int(text.job.id),
        "campaign_custom_id": text.job.custom_id,
        "message_id": str(text.id),
        "message_custom_id": text.ref,
        "dest": _dest(text),
        "size": text.parts,
        "international_multiplier": 1,
        "credits": text.parts,
        "status": words.verimor,
        "gsm_error": str(words.verimor_error if error is None else error),
        "sent_at": local(text.job.due, STAMP),
        "done_at": local(reported, STAMP) if reported else None,
    }


def pushed(state: tuple) -> dict[str, Any]:
    """One report as it is pushed."""
    return {"type": "outbound", **_row(*state)}


def _cancel(gateway, call: Call) -> Response:
    call.check_secrets("body")
    call.query(())
    body = call.members(call.json(), "the body", {"username": str, "password": str})
    gateway.let_in(call, body)
    number = call.params["id"]
    job = call.account.jobs.get(number)
    if job is None or job.cancelled or job.due <= gateway.world.now():
        return gateway.say(400, NOT_CANCELLED.format(number))
    job.cancelled = True
    return gateway.say(200, CANCELLED.format(number))
