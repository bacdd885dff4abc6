"""Netgsm: the REST API v2, with Basic credentials (sms.md section 3)."""

import base64
import binascii
import json
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from ..web import Response, reply
from . import netgsm_iys, netgsm_lists, netgsm_otp, netgsm_reports
from .call import Call, Refused, moment
from .gateway import Body, Gateway, on
from .netgsm_codes import MOBILE, SUFFIX, words
from .network import Job
from .segments import PLAIN, encoding_of, measure
from .world import World

NUMBER = re.compile("[0-9]{10}")
WHEN = "%d%m%Y%H%M"
#: characters at most: with the Turkish table, without, and in UCS-2
LONGEST = {"TR": 883, "": 912, "UNICODE": 391}
COUNTED = {"TR": "tr", "": "gsm", "UNICODE": "ucs2"}
KINDS = {"0": ("info", None), "11": ("commercial", "BIREYSEL"),
         "12": ("commercial", "TACIR")}  # fmt: skip
HOUR = 3600
LIVES = timedelta(hours=21)


class Netgsm(Gateway):
    """Netgsm's answers."""

    name = "netgsm"

    def __init__(self, world: World):
        super().__init__(world)
        rest = "/sms/rest/v2"
        self.routes = (
            on(f"POST {rest}/send", "send", self._send),
            netgsm_otp.route(self),
            *netgsm_reports.routes(self),
            *netgsm_lists.routes(self),
            *netgsm_iys.routes(self),
        )

    # === ANSWERS === #

    def malformed(self) -> Response:
        """Code 70."""
        return self.error("70")

    def not_found(self) -> Response:
        """An unknown path."""
        return reply(404, {"code": "404", "description": "Not Found"})

    def error(self, code: str, operation: str = "", **members: Any) -> Response:
        """The answer with an error code."""
        switches = self.world.switches
        described = {switches.netgsm_description: words(operation, code)}
        body = {"code": code, **members, **described}
        return reply(switches.netgsm_error_status, body)

    def refuse(self, call: Call, code: str, **members: Any) -> None:
        """End the call with an error code."""
        if call.operation in ("send", "otp"):
            members = {"jobid": None, **members}
        raise Refused(self.error(code, call.operation, **members))

    def ok(self, **members: Any) -> Response:
        """The answer to a success."""
        described = {self.world.switches.netgsm_description: "Success"}
        return reply(200, {"code": "00", **members, **described})

    # === WHO CALLS === #

    def let_in(self, call: Call) -> None:
        """Take the account from the Basic header, or refuse with 30."""
        call.check_secrets("header")
        scheme, _space, pair = call.request.headers.get("Authorization", "").partition(
            " "
        )
        if scheme != "Basic":
            call.complain("no Basic credentials", self.error("30", call.operation))
        username, _colon, password = _decoded(pair).partition(":")
        call.account = self.find(username, password)
        self.check_account(call)

    def check_account(self, call: Call) -> None:
        """Refuse with 30 for wrong credentials or a foreign address."""
        account = call.account
        if (
            not account
            or not account.api_open
            or not account.lets_in(call.request.peer[0])
        ):
            self.refuse(call, "30")

    # === SEND === #

    def _send(self, call: Call) -> Response:
        self.let_in(call)
        call.query(())
        body = call.members(
            call.json(), "the body",
            {"msgheader": str, "messages": list, "iysfilter": str},
            dict.fromkeys(("encoding", "partnercode", "startdate", "stopdate",
                           "appname", "referansID"), str),
        )  # fmt: skip
        self.check_title(call, body.get("msgheader"))
        numbers = self._check_messages(call, body)
        kind, recipient_type = self._check_filter(call, body)
        mode = self._check_texts(call, body)
        due, until, code = self._dates(body)
        self._check_rates(call, numbers)
        shared = (call.account, body["msgheader"], kind, recipient_type,
                  self.world.now(), due, until, body.get("referansID"))  # fmt: skip
        ids = []
        for messages in self._lots(body["messages"]):
            job = Job(self.job_id(), *shared)
            self._fill(job, messages, mode)
            self._launch(job)
            ids.append(job.id)
        return reply(
            200, {"code": code, "jobid": ",".join(ids), "description": "queued"}
        )

    def _lots(self, messages: list[dict]) -> list[list[dict]]:
        if self.world.switches.netgsm_jobs == "one":
            return [messages]
        return [[message] for message in messages]

    def check_title(self, call: Call, title: Any) -> None:
        """Refuse a title the account does not have (40)."""
        if title not in call.account.titles:
            self.refuse(call, "40")

    def _check_messages(self, call: Call, body: dict) -> list[str]:
        messages = body.get("messages")
        if not isinstance(messages, list) or not messages:
            self.refuse(call, "70")
        for message in messages:
            call.members(message, "a message", {"msg": str, "no": str})
            if not message.get("msg") or not NUMBER.fullmatch(str(message.get("no"))):
                self.refuse(call, "70")
        numbers = [message["no"] for message in messages]
        if len(set(numbers)) < len(numbers):
            call.complain("one number twice in a job")
        return numbers

    def _check_filter(self, call: Call, body: dict) -> tuple[str, str | None]:
        kind = KINDS.get(body.get("iysfilter", "0"))
        if kind is None:
            call.complain("iysfilter is none of 0, 11, 12")
            self.refuse(call, "70")
        if kind[0] == "commercial":
            if not call.account.iys_open:
                self.refuse(call, "50")
            if not self.world.brand_of(call.account, body["msgheader"]):
                self.refuse(call, "51")
        return kind

    def _check_texts(self, call: Call, body: dict) -> str:
        mode = body.get("encoding", "")
        if mode not in LONGEST:
            call.complain("encoding is none of TR, UNICODE")
            self.refuse(call, "70")
        for message in body["messages"]:
            fits = mode == "UNICODE" or encoding_of(message["msg"]) != "ucs2"
            size = measure(message["msg"], COUNTED[mode]).characters
            if not fits or size > LONGEST[mode]:
                self.refuse(call, "20")
        return mode

    def _dates(self, body: dict) -> tuple[datetime, datetime, str]:
        now, code = self.world.now(), "00"
        due = moment(body["startdate"], WHEN) if body.get("startdate") else now
        # the minute that has begun is now
        if due is None or due < now - timedelta(minutes=1):
            due, code = now, "01"
        due = max(due, now)
        until = due + LIVES
        if body.get("stopdate"):
            stop = moment(body["stopdate"], WHEN)
            if stop is None or not timedelta(hours=1) <= stop - due <= LIVES:
                code = "02"
            else:
                until = stop
        return due, until, code

    def _check_rates(self, call: Call, numbers: list[str]) -> None:
        if not self.world.take(call.account, "netgsm_sends"):
            self.refuse(call, "80")
        for number in numbers:
            if not self.world.take(call.account, "netgsm_number", number):
                self.refuse(call, "85")

    def _fill(self, job: Job, messages: list[dict], mode: str) -> None:
        for message in messages:
            shown = message["msg"] if mode else message["msg"].translate(PLAIN)
            self.world.add_text(
                job, message["no"], message["msg"], shown + SUFFIX, COUNTED[mode]
            )

    def _launch(self, job: Job) -> None:
        account = job.account
        repeated = {
            text.number
            for text in job.texts
            if self.world.is_repeated(account, (text.text, text.number), HOUR)
        }
        refused = self.world.refusals(job, repeated)
        for text in job.texts:
            if not MOBILE.fullmatch(text.number):
                refused[text.number] = "invalid_destination"
            elif text.number not in refused and job.kind != "otp":
                # lack of credit is told by the report, never by the send
                if account.credits < text.parts:
                    refused[text.number] = "credit"
                else:
                    account.credits -= text.parts
        self.world.launch(job, refused)

    def job_id(self) -> str:
        """A new number of a job: 26 digits."""
        return f"1737721534260505041{self.world.number():07d}"

    # === PUSH === #

    def bodies(self, kind: str, items: list[Any]) -> list[Body]:
        """Reports as the report call tells them; answers by form or JSON."""
        if kind == "inbound":
            return [self._inbound_body(item) for item in items]
        if kind == "iys":
            rows = items
        else:
            rows = [netgsm_reports.row(self, *item) for item in items]
        if self.world.switches.push_shape == "list":
            return [_json_body(rows, len(rows))]
        return [_json_body(row, 1) for row in rows]

    def _inbound_body(self, item: Any) -> Body:
        fields = netgsm_lists.pushed(item)
        if self.world.switches.netgsm_inbound == "json":
            return _json_body(fields, 1)
        content = urlencode(fields).encode()
        return Body(content, "application/x-www-form-urlencoded", 1)


def _json_body(data: Any, items: int) -> Body:
    content = json.dumps(data, ensure_ascii=False).encode()
    return Body(content, "application/json", items)


def _decoded(pair: str) -> str:
    try:
        return base64.b64decode(pair, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
