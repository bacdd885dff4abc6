"""The control port: phones for people, and JSON for tests in other processes.

Answers and bodies are JSON but for the pages; a bad request gives 400 ``{"error"}``.
An account is named by ``gateway`` and, when it is not the first there, ``username``.

GET  /, /phones, /phones/{number}   pages for people; POST below them: their forms
GET  /api/state        addresses, accounts, clock, switches, limits, faults
POST /api/clock        {"set"|"advance"|"freeze"}
POST /api/switches     names of Switches
POST /api/limits       names of Limits
POST /api/account      {"gateway", "username"} and members of Account to set
POST /api/scenario     {"number", "outcome", "error", "delay"}
POST /api/fail         {"gateway", "path", "code", "times"}
GET  /api/faults       POST as in faults.py, DELETE {"number"} or {} for all
GET  /api/phones/{number}   what arrived: texts and the codes in them
POST /api/phones/{number}   {"answer": text} or {"covered": bool}
GET  /api/texts        every accepted text: gateway, job, number, outcome
GET  /api/served       the most often any (number, text) was accepted, and how many
GET  /api/complaints   breaches of the contracts
GET  /api/deliveries   what was pushed
POST /api/push         {"hold": bool, "reverse": bool}
GET  /api/calls        ?path&method&status&after
POST /api/reset        everything anew
"""

from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from iys_api.messages import TRT

from ..web import NotJson, Request, Response, reply
from .account import Account
from .phones import Pages, codes_in


class Control:
    """Serves the control port of one simulator."""

    def __init__(self, simulator):
        self._sim = simulator
        self._pages = Pages(simulator)
        self._table: dict[str, Callable[[Request, dict], Any]] = {
            "GET /api/state": self._state,
            "POST /api/clock": self._clock,
            "POST /api/switches": self._switches,
            "POST /api/limits": self._limits,
            "POST /api/account": self._account,
            "POST /api/scenario": self._scenario,
            "POST /api/fail": self._fail,
            "GET /api/faults": self._faults,
            "POST /api/faults": self._add_fault,
            "DELETE /api/faults": self._remove_fault,
            "GET /api/texts": self._texts,
            "GET /api/served": self._served,
            "GET /api/complaints": self._complaints,
            "GET /api/deliveries": self._deliveries,
            "POST /api/push": self._push,
            "GET /api/calls": self._calls,
            "POST /api/reset": self._reset,
        }

    def __call__(self, request: Request) -> Response:
        """Answer one request of a person or of a test."""
        if not request.path.startswith("/api/"):
            return self._pages(request)
        handler = self._table.get(f"{request.method} {request.path}")
        if handler is None and request.path.startswith("/api/phones/"):
            handler = {"GET": self._phone, "POST": self._act}.get(request.method)
        if handler is None:
            return reply(404, {"error": f"no {request.method} {request.path}"})
        try:
            return reply(200, handler(request, _body(request)))
        except (KeyError, TypeError, ValueError, LookupError) as fault:
            return reply(400, {"error": f"{type(fault).__name__}: {fault}"})

    # === STATE === #

    def _state(self, request: Request, body: dict) -> dict[str, Any]:
        sim = self._sim
        return sim.describe() | {
            "clock": self._time(),
            "switches": sim.world.switches.as_json(),
            "choices": sim.world.switches.choices(),
            "limits": sim.world.limits.as_json(),
            "faults": self._faults(request, body),
        }

    def _time(self) -> dict[str, Any]:
        clock = self._sim.clock
        return {"now": clock.now().isoformat(), "frozen": clock.frozen}

    def _clock(self, request: Request, body: dict) -> dict[str, Any]:
        clock = self._sim.clock
        if "set" in body:
            moment = datetime.fromisoformat(body["set"])
            clock.set(moment if moment.tzinfo else moment.replace(tzinfo=TRT))
        if "advance" in body:
            clock.advance(float(body["advance"]))
        if "freeze" in body:
            clock.freeze(bool(body["freeze"]))
        return self._time()

    def _switches(self, request: Request, body: dict) -> dict[str, Any]:
        self._sim.change(**body)
        return self._sim.world.switches.as_json()

    def _limits(self, request: Request, body: dict) -> dict[str, Any]:
        self._sim.world.limits.change(body)
        return self._sim.world.limits.as_json()

    def _account(self, request: Request, body: dict) -> dict[str, Any]:
        account = self._named(body)
        closed = {"gateway", "username", "jobs", "inbox", "blacklist", "recent"}
        known = {f.name for f in fields(Account)} - closed
        values = {k: v for k, v in body.items() if k not in ("gateway", "username")}
        if unknown := values.keys() - known:
            raise ValueError(f"an account has no {sorted(unknown)}")
        for name, value in values.items():
            setattr(account, name, tuple(value) if name == "ips" and value else value)
        return account.described(self._sim.url(account.gateway))

    def _named(self, body: dict) -> Account:
        for account in self._sim.world.accounts:
            if account.gateway != body["gateway"]:
                continue
            if body.get("username") in (None, account.username):
                return account
        raise LookupError("no such account")

    def _reset(self, request: Request, body: dict) -> dict[str, Any]:
        self._sim.reset()
        return self._sim.describe()

    # === TROUBLE === #

    def _scenario(self, request: Request, body: dict) -> dict[str, Any]:
        self._sim.scenario(**body)
        return {"ok": True}

    def _fail(self, request: Request, body: dict) -> dict[str, Any]:
        return self._sim.fail(**body).as_json()

    def _faults(self, request: Request, body: dict) -> list[dict[str, Any]]:
        return [fault.as_json() for fault in self._sim.faults.list()]

    def _add_fault(self, request: Request, body: dict) -> dict[str, Any]:
        return self._sim.faults.add(**body).as_json()

    def _remove_fault(self, request: Request, body: dict) -> dict[str, Any]:
        if "number" in body:
            self._sim.faults.remove(body["number"])
        else:
            self._sim.faults.clear()
        return {"ok": True}

    def _push(self, request: Request, body: dict) -> dict[str, Any]:
        if body.get("hold"):
            self._sim.pusher.hold()
        else:
            self._sim.pusher.release(reverse=bool(body.get("reverse")))
        return {"ok": True}

    # === PHONES === #

    def _phone(self, request: Request, body: dict) -> dict[str, Any]:
        phone = self._sim.phone(request.path.rpartition("/")[2])
        return {
            "number": phone.number,
            "covered": phone.covered,
            "texts": [
                {
                    "title": text.job.title,
                    "text": text.shown,
                    "at": text.arrived.isoformat(),
                    "codes": codes_in(text.shown),
                }
                for text in phone.texts
            ],
            "replies": [reply.text for reply in phone.replies],
        }

    def _act(self, request: Request, body: dict) -> dict[str, Any]:
        number = request.path.rpartition("/")[2]
        if "covered" in body:
            self._sim.coverage(number, bool(body["covered"]))
        if "answer" in body:
            account = self._named(body) if "gateway" in body else None
            self._sim.answer(number, body["answer"], account)
        return self._phone(request, body)

    # === WHAT HAPPENED === #

    def _texts(self, request: Request, body: dict) -> list[dict[str, Any]]:
        return [
            {
                "gateway": text.job.account.gateway,
                "job": text.job.id,
                "number": text.number,
                "kind": text.job.kind,
                "outcome": text.outcome,
            }
            for text in self._sim.texts()
        ]

    def _served(self, request: Request, body: dict) -> dict[str, int]:
        served = self._sim.served(request.query.get("gateway"))
        most = max(served.values(), default=0)
        return {"most": most, "different": len(served), "all": served.total()}

    def _complaints(self, request: Request, body: dict) -> list[dict[str, str]]:
        return [asdict(complaint) for complaint in self._sim.complaints]

    def _deliveries(self, request: Request, body: dict) -> list[dict[str, Any]]:
        return [
            {**asdict(done), "at": done.at.isoformat()}
            for done in self._sim.pusher.deliveries
        ]

    def _calls(self, request: Request, body: dict) -> list[dict[str, Any]]:
        query = request.query
        calls = self._sim.history.calls(
            query.get("path", "*"),
            method=query.get("method", "*"),
            status=int(query["status"]) if "status" in query else None,
            after=int(query.get("after", 0)),
        )
        return [call.as_json() for call in calls]


def _body(request: Request) -> dict[str, Any]:
    if not request.body:
        return {}
    try:
        body = request.json()
    except NotJson as fault:
        raise ValueError("the body is not JSON") from fault
    if not isinstance(body, dict):
        raise ValueError("the body is no object")
    return body
