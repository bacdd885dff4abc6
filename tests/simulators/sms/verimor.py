"""Verimor: JSON in, plain text out (sms.md section 5)."""

import json
import re
from dataclasses import replace
from typing import Any

from ..web import Response, reply, text
from . import verimor_iys, verimor_lists, verimor_otp, verimor_reports
from .call import Call, Refused
from .gateway import Body, Gateway, on
from .network import Job
from .segments import PLAIN, encoding_of, measure
from .verimor_codes import BAD_LOGIN, NO_IP, STATUSES, WORDS
from .verimor_times import due_at, period
from .world import World

SUFFIX = " B038"
NOTICE = " RET icin RET yazip 4607'ye gonderin."
DEST = re.compile(r"905[0-9]{9}|90[0-9]{10}|00[0-9]{8,15}|\+[0-9]{8,15}")
MOBILE = re.compile("905[0-9]{9}")
CODINGS = {"0": "gsm", "1": "tr", "2": "ucs2", "": None}
LONGEST = {"gsm": 1071, "tr": 1043, "ucs2": 469}
MOST_MESSAGES, MOST_BYTES, MOST_CUSTOM_ID = 50_000, 10 * 1024 * 1024, 50
DAY = 24 * 3600
TYPES = ("BIREYSEL", "TACIR")


class Verimor(Gateway):
    """Verimor's answers."""

    name = "verimor"
    retries = (3, 300.0)

    def __init__(self, world: World):
        super().__init__(world)
        self.routes = (
            on("POST /v2/send.json", "send", self._send),
            verimor_otp.route(self),
            *verimor_reports.routes(self),
            *verimor_lists.routes(self),
            *verimor_iys.routes(self),
        )

    # === ANSWERS === #

    def malformed(self) -> Response:
        """INVALID_JSON."""
        return self.error("INVALID_JSON")

    def not_found(self) -> Response:
        """An unknown path."""
        return self.say(404, "Not Found")

    def say(self, status: int, words: str) -> Response:
        """An answer in plain text."""
        answer = text(status, words, "text/plain; charset=utf-8")
        retry_after = self.world.limits.retry_after
        if status == 429 and retry_after is not None:
            answer.headers["Retry-After"] = str(retry_after)
        # a word is a code; a sentence or a number is none
        return replace(answer, data={"code": words} if words in WORDS else None)

    def error(self, code: str, words: str = "") -> Response:
        """The answer with a code word, or with one of the other statuses."""
        if code in STATUSES:
            return self.say(int(code), words or STATUSES[code])
        if code not in WORDS:
            raise KeyError(code)
        return self.say(400, code)

    def refuse(self, code: str, words: str = "") -> None:
        """End the call with an error."""
        raise Refused(self.error(code, words))

    def campaign(self, job: Job) -> Response:
        """The answer to an accepted send."""
        if self.world.switches.verimor_form == "guide":
            return self.say(200, job.id)
        return reply(
            200,
            {"campaign_id": int(job.id), "custom_id": job.custom_id, "status": "0"},
        )

    # === WHO CALLS === #

    def let_in(self, call: Call, given: dict[str, Any]) -> None:
        """Take the account of ``username`` and ``password``, from body or query."""
        call.account = self.find(given.get("username"), given.get("password"))
        if call.account is None or not call.account.api_open:
            self.refuse("401", BAD_LOGIN)
        # without a list nobody gets in: a rule of the regulator
        if not call.account.ips or not call.account.lets_in(call.request.peer[0]):
            self.refuse("401", NO_IP)

    def by_query(self, call: Call, required=(), optional=()) -> dict[str, str]:
        """Check a call whose credentials stand in the query; give the query."""
        call.check_secrets("query")
        call.no_body()
        query = call.query(("username", "password", *required), optional)
        self.let_in(call, query)
        return query

    # === SEND === #

    def _send(self, call: Call) -> Response:
        body = self.opened(call)
        call.members(
            body, "the body",
            {"username": str, "password": str, "source_addr": str, "messages": list},
            {"custom_id": str, "valid_for": str, "send_at": str,
             "datacoding": (str, int), "is_commercial": bool,
             "iys_recipient_type": str, "add_ret": bool},
        )  # fmt: skip
        self.let_in(call, body)
        if not self.world.take(call.account, "verimor_sends"):
            self.refuse("429")
        job = self.job(call, body)
        self._check_commercial(call, job, body)
        self._fill(call, job, body)
        self.pay(job)
        repeated = {
            one.number
            for one in job.texts
            if self.world.is_repeated(
                job.account, (one.text, job.title, one.number), DAY
            )
        }
        self.world.launch(job, self.refused(job, repeated))
        return self.campaign(job)

    def opened(self, call: Call) -> dict[str, Any]:
        """Check size, place of secrets and encoding; give back the JSON."""
        if len(call.request.body) > MOST_BYTES:
            self.refuse("413")
        call.check_secrets("body")
        call.query(())
        try:
            call.request.body.decode()
        except UnicodeDecodeError:
            self.refuse("INVALID_UTF8")
        return call.json()

    def job(self, call: Call, body: dict[str, Any]) -> Job:
        """Make the job a body asks for, still without texts."""
        account, title = call.account, body.get("source_addr") or ""
        if not title:
            call.complain("source_addr is empty")
            title = next(iter(account.titles))
        if title.isdigit():
            self.refuse("NUMERIC_SOURCE_ADDRESS_NOT_ALLOWED")
        if title not in account.titles:
            self.refuse("INVALID_SOURCE_ADDRESS")
        custom_id = body.get("custom_id")
        if custom_id is not None and len(custom_id) > MOST_CUSTOM_ID:
            call.complain("custom_id is too long")
        now = self.world.now()
        due = due_at(body.get("send_at"), now)
        if due is None:
            self.refuse("INVALID_DELIVERY_TIME")
        lives = period(body.get("valid_for") or "24:00")
        if lives is None:
            self.refuse("INVALID_PERIOD")
        kind = "commercial" if body.get("is_commercial") else "info"
        return Job(str(self.world.number()), account, title, kind,
                   body.get("iys_recipient_type"), now, due, due + lives,
                   custom_id)  # fmt: skip

    def _check_commercial(self, call: Call, job: Job, body: dict[str, Any]) -> None:
        messages = [m for m in body["messages"] if isinstance(m, dict)]
        types = {m.get("iys_recipient_type") for m in messages}
        if not body.get("is_commercial"):
            if "iys_recipient_type" in body or types - {None}:
                call.complain("iys_recipient_type in a text that is not commercial")
            return
        common = body.get("iys_recipient_type")
        if not all((one or common) in TYPES for one in types or {None}):
            self.refuse("INVALID_IYS_RECIPIENT_TYPE")
        if not call.account.iys_open:
            self.refuse("AHS_AUTHORIZATION_ERROR")
        if not call.account.titles[job.title]:
            self.refuse("MISSING_IYS_BRAND_CODE")

    def _fill(self, call: Call, job: Job, body: dict[str, Any]) -> None:
        if not body["messages"]:
            self.refuse("MISSING_MESSAGE")
        if len(body["messages"]) > MOST_MESSAGES:
            self.refuse("MESSAGE_COUNT_LIMIT_EXCEEDED")
        coding = str(body.get("datacoding", ""))
        if coding not in CODINGS:
            self.refuse("INVALID_DATACODING")
        notice = NOTICE if body.get("add_ret") else ""
        for message in body["messages"]:
            call.members(
                message, "a message", {"msg": str, "dest": str},
                {"id": str, "iys_recipient_type": str},
            )  # fmt: skip
            self.add(job, message, CODINGS[coding], notice)
        numbers = [one.number for one in job.texts]
        if len(set(numbers)) < len(numbers):
            call.complain("one number twice in a campaign")

    def add(self, job: Job, message: dict, coding: str | None, notice: str) -> None:
        """Add one message to each of its numbers, or refuse it."""
        words = message.get("msg") or ""
        if not words:
            self.refuse("MISSING_MESSAGE")
        coding = coding or encoding_of(words)
        if measure(words, coding).characters > LONGEST[coding]:
            self.refuse("MESSAGE_TOO_LONG")
        numbers = [n for n in (message.get("dest") or "").split(",") if n]
        if not numbers:
            self.refuse("MISSING_DESTINATION_ADDRESS")
        if not all(DEST.fullmatch(number) for number in numbers):
            self.refuse("INVALID_DESTINATION_ADDRESS")
        refs: list = (message.get("id") or "").split(",")
        if len(refs) != len(numbers) or not all(refs):
            # a count that does not fit is ignored without a word
            refs = [None] * len(numbers)
        shown = words.translate(PLAIN) if coding == "gsm" else words
        for number, ref in zip(numbers, refs, strict=True):
            self.world.add_text(
                job, number.removeprefix("90"), words, shown + notice + SUFFIX,
                coding, message.get("iys_recipient_type"), ref,
            )  # fmt: skip

    def pay(self, job: Job) -> None:
        """Take the parts from the credits, or refuse."""
        parts = sum(one.parts for one in job.texts)
        if job.account.credits < parts:
            self.refuse("INSUFFICIENT_CREDITS")
        job.account.credits -= parts

    def refused(self, job: Job, repeated: set[str]) -> dict[str, str]:
        """What will not be sent: number → outcome."""
        refused = self.world.refusals(job, repeated)
        for one in job.texts:
            if one.number.startswith(("00", "+")):
                continue
            if not MOBILE.fullmatch("90" + one.number):
                refused[one.number] = "invalid_destination"
        return refused

    # === PUSH === #

    def bodies(self, kind: str, items: list[Any]) -> list[Body]:
        """A list of reports or of answers; one object a day for İYS."""
        if kind == "iys":
            return [_body(item, 1) for item in items]
        make = verimor_lists.pushed if kind == "inbound" else verimor_reports.pushed
        rows = [make(item) for item in items]
        if self.world.switches.push_shape == "object":
            return [_body(row, 1) for row in rows]
        return [_body(rows, len(rows))]


def _body(data: Any, items: int) -> Body:
    content = json.dumps(data, ensure_ascii=False).encode()
    return Body(content, "application/json", items)
