"""The control page and its JSON interface: what no caller of İYS can see or do.

Answers and bodies are JSON; a bad request gives 400 ``{"error": text}``. Brands are
named by ``brand`` (brandCode; left out: the first company's master).

GET    /                  the page for people
GET    /api/state         clock, accounts, companies, limits, switches, options, faults
POST   /api/clock         {"set": ISO} | {"advance": seconds} | {"freeze": bool}
GET    /api/records       ?brand&recipient&status&limit → stored records, newest first
POST   /api/records       {"brand", "items": [wire consent…]} put in past all rules
DELETE /api/records       {"brand", "recipients": […]} lost without a trace
GET    /api/movements     ?brand&recipient&limit → movements, newest first
POST   /api/citizen       {"brand","recipient","type","status","source",
                          "recipientType","citizenName"} → the new record
POST   /api/close-line    {"recipient"} → how many approvals fell
POST   /api/subscription  {"iysCode", "status": ACTIVE|PAUSED|EXPIRED|CLOSED|null,
                          "limit","exceed","api","package"}; null: no record (H524)
POST   /api/companies     {"iysCode","title","brands": {code: name},"username",
                          "password"} → account
POST   /api/retailers     {"brand","codes": [number…]} made up, with these codes
POST   /api/limits        fields of Limits: {"per_second": 10|null, …}
POST   /api/switches      names of Switches, BookOptions, RuleOptions; "brand" for one;
                          "holidays" as {"YYYY-MM-DD": half day?}
POST   /api/settings      {"latency": ms, "worker_delay": s, "access_seconds",
                          "refresh_seconds"}
POST   /api/tokens/expire {"refresh": bool} all access (and refresh) tokens end now
GET    /api/faults        the faults in force, with how many calls each has seen
POST   /api/faults        {"kind","path","method","nth","times",…}, see faults.py
POST   /api/faults/release {"number"} let a held call go; without it all
DELETE /api/faults        {"number"} or {} for all
GET    /api/calls         ?path&method&status&after&limit → calls; ``number`` counts on
GET    /api/calls/maxima  ?seconds&path&real → {"maximum", "success_share", "calls"}
DELETE /api/calls         forget them
GET    /api/deliveries    what was pushed: url, status, attempt, records
POST   /api/reset         an empty registry, no faults, no calls
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from iys_api.messages import TRT, to_wire_time

from ..web import NotJson, Request, Response, reply, text
from .shown import company_shown, consent_shown, movement_shown, options_shown
from .world import Brand

PAGE = Path(__file__).with_name("control.html")
MOST_ROWS = 500


class Control:
    """Serves the control port of one simulator."""

    def __init__(self, simulator):
        self._sim = simulator
        self._table: dict[tuple[str, str], Callable[[Request, dict], Any]] = {
            ("GET", "/api/state"): self._state,
            ("POST", "/api/clock"): self._clock,
            ("GET", "/api/records"): self._records,
            ("POST", "/api/records"): self._put_records,
            ("DELETE", "/api/records"): self._lose_records,
            ("GET", "/api/movements"): self._movements,
            ("POST", "/api/citizen"): self._citizen,
            ("POST", "/api/close-line"): self._close_line,
            ("POST", "/api/subscription"): self._subscription,
            ("POST", "/api/companies"): self._companies,
            ("POST", "/api/retailers"): self._retailers,
            ("POST", "/api/limits"): self._limits,
            ("POST", "/api/switches"): self._switches,
            ("POST", "/api/settings"): self._settings,
            ("POST", "/api/tokens/expire"): self._expire,
            ("GET", "/api/faults"): self._faults,
            ("POST", "/api/faults"): self._add_fault,
            ("POST", "/api/faults/release"): self._release,
            ("DELETE", "/api/faults"): self._remove_fault,
            ("GET", "/api/calls"): self._calls,
            ("GET", "/api/calls/maxima"): self._maxima,
            ("DELETE", "/api/calls"): self._forget_calls,
            ("GET", "/api/deliveries"): self._deliveries,
            ("POST", "/api/reset"): self._reset,
        }

    def __call__(self, request: Request) -> Response:
        """Answer one request of the page or of a test."""
        if (request.method, request.path) == ("GET", "/"):
            return text(200, PAGE.read_bytes(), "text/html; charset=utf-8")
        if (handler := self._table.get((request.method, request.path))) is None:
            return reply(404, {"error": f"no {request.method} {request.path}"})
        try:
            return reply(200, handler(request, _body(request)))
        except (KeyError, TypeError, ValueError, LookupError) as fault:
            return reply(400, {"error": f"{type(fault).__name__}: {fault}"})

    # === STATE AND TIME === #

    def _state(self, request: Request, body: dict) -> dict[str, Any]:
        sim, world = self._sim, self._sim.world
        return sim.describe() | {
            "clock": self._time(),
            "latency": sim.latency * 1000,
            "companies": [company_shown(c) for c in world.companies.values()],
            "limits": world.limits.as_json(),
            "switches": world.switches.as_json(),
            "choices": world.switches.choices(),
            "options": options_shown(world.options),
            "faults": [fault.as_json() for fault in sim.faults.list()],
        }

    def _clock(self, request: Request, body: dict) -> dict[str, Any]:
        clock = self._sim.clock
        if "set" in body:
            clock.set(_moment(body["set"]))
        if "advance" in body:
            clock.advance(float(body["advance"]))
        if "freeze" in body:
            clock.freeze(bool(body["freeze"]))
        return self._time()

    def _time(self) -> dict[str, Any]:
        now = self._sim.clock.now()
        wire = to_wire_time(now)
        return {"now": now.isoformat(), "wire": wire, "frozen": self._sim.clock.frozen}

    def _settings(self, request: Request, body: dict) -> dict[str, Any]:
        if "latency" in body:
            self._sim.latency = float(body["latency"]) / 1000
        if "worker_delay" in body:
            self._sim.change(worker_delay=float(body["worker_delay"]))
        for name in ("access_seconds", "refresh_seconds"):
            if name in body:
                setattr(self._sim.world.tokens, name, int(body[name]))
        return {"ok": True}

    def _reset(self, request: Request, body: dict) -> dict[str, Any]:
        self._sim.reset()
        return self._sim.describe()

    # === REGISTRY === #

    def _records(self, request: Request, body: dict) -> list[dict[str, Any]]:
        query = request.query
        brand = self._brand(query)
        brand.book.settle()
        part = query.get("recipient", "").lower()
        found = [
            consent_shown(record)
            for record in brand.book.store.all_records()
            if part in record.recipient and query.get("status") in (None, record.status)
        ]
        found.sort(key=lambda row: row["creationDate"], reverse=True)
        return found[: _count(query)]

    def _put_records(self, request: Request, body: dict) -> dict[str, int]:
        return {"count": self._sim.seed(body["items"], body.get("brand"))}

    def _lose_records(self, request: Request, body: dict) -> dict[str, int]:
        brand, gone = self._brand(body), set(body["recipients"])
        keys = [r.key for r in brand.book.store.all_records() if r.recipient in gone]
        self._sim.forget(keys, brand.code)
        return {"count": len(keys)}

    def _movements(self, request: Request, body: dict) -> list[dict[str, Any]]:
        brand = self._brand(request.query)
        brand.book.settle()
        part = request.query.get("recipient", "").lower()
        found = [
            movement_shown(movement)
            for movement in reversed(brand.book.store.movements())
            if part in movement.consent.recipient
        ]
        return found[: _count(request.query)]

    def _citizen(self, request: Request, body: dict) -> dict[str, Any]:
        act = self._sim.citizen(
            body["recipient"],
            body.get("type", "MESAJ"),
            body.get("status", "RET"),
            source=body.get("source", "IYS_WEB"),
            recipient_type=body.get("recipientType", "BIREYSEL"),
            brand_code=body.get("brand"),
            citizen_name=body.get("citizenName"),
        )
        return consent_shown(act)

    def _close_line(self, request: Request, body: dict) -> dict[str, int]:
        return {"count": len(self._sim.close_line(body["recipient"]))}

    def _companies(self, request: Request, body: dict) -> dict[str, Any]:
        world = self._sim.world
        if body["iysCode"] in world.companies:
            raise ValueError(f"company {body['iysCode']} exists")
        company = world.add_company(
            str(body["iysCode"]), body.get("title", ""), body["brands"]
        )
        username = body.get("username", f"api@{company.iys_code}.example")
        user = world.add_user(company, username, body.get("password"))
        return {"username": user.username, "password": user.password}

    def _retailers(self, request: Request, body: dict) -> dict[str, int]:
        brand = self._brand(body)
        for code in body["codes"]:
            brand.retailers.add({"title": f"Bayi {code}"}, int(code))
        return {"count": len(brand.retailers.rows)}

    def _subscription(self, request: Request, body: dict) -> dict[str, Any]:
        code = body.pop("iysCode", self._sim.account.iys_code)
        company = self._sim.world.companies[str(code)]
        company.set_contract(body)
        return company_shown(company)

    # === RULES === #

    def _limits(self, request: Request, body: dict) -> dict[str, Any]:
        self._sim.world.limits.change(body)
        return self._sim.world.limits.as_json()

    def _switches(self, request: Request, body: dict) -> dict[str, Any]:
        brand_code = body.pop("brand", None)
        if "holidays" in body:
            days = body["holidays"].items()
            body["holidays"] = {date.fromisoformat(day): half for day, half in days}
        self._sim.change(brand_code, **body)
        return {"ok": True}

    def _expire(self, request: Request, body: dict) -> dict[str, Any]:
        self._sim.world.tokens.expire(refresh=bool(body.get("refresh")))
        return {"ok": True}

    # === FAULTS AND CALLS === #

    def _faults(self, request: Request, body: dict) -> list[dict[str, Any]]:
        return [fault.as_json() for fault in self._sim.faults.list()]

    def _add_fault(self, request: Request, body: dict) -> dict[str, Any]:
        return self._sim.faults.add(**body).as_json()

    def _release(self, request: Request, body: dict) -> dict[str, Any]:
        for fault in self._sim.faults.list():
            if body.get("number") in (None, fault.number):
                fault.release()
        return {"ok": True}

    def _remove_fault(self, request: Request, body: dict) -> dict[str, Any]:
        if "number" in body:
            self._sim.faults.remove(body["number"])
        else:
            self._sim.faults.clear()
        return {"ok": True}

    def _calls(self, request: Request, body: dict) -> list[dict[str, Any]]:
        query = request.query
        status = int(query["status"]) if "status" in query else None
        calls = self._sim.history.calls(
            query.get("path", "*"),
            method=query.get("method", "*"),
            status=status,
            after=int(query.get("after", 0)),
        )
        return [call.as_json() for call in calls[-_count(query) :]]

    def _maxima(self, request: Request, body: dict) -> dict[str, Any]:
        query, history = request.query, self._sim.history
        path, seconds = query.get("path", "*"), float(query.get("seconds", 1))
        real = query.get("real") in ("1", "true")
        return {
            "maximum": history.maximum(seconds, path, real=real),
            "success_share": history.success_share(path),
            "calls": len(history.calls(path)),
        }

    def _forget_calls(self, request: Request, body: dict) -> dict[str, Any]:
        self._sim.history.clear()
        return {"ok": True}

    def _deliveries(self, request: Request, body: dict) -> list[dict[str, Any]]:
        return [asdict(done) for done in self._sim.world.pusher.deliveries]

    def _brand(self, named: dict) -> Brand:
        return self._sim.brand(named.get("brand") or None)


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


def _count(query: dict[str, str]) -> int:
    return int(query.get("limit", MOST_ROWS))


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=TRT)
