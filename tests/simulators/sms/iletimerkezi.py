"""İleti Merkezi: JSON with key and hash in the body (sms.md section 4)."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

from ..web import Response, reply
from . import iletimerkezi_lists, iletimerkezi_reports
from .account import Account
from .call import Call, Refused, moment
from .gateway import Body, Gateway, on
from .iletimerkezi_codes import CODES, NO_API
from .network import Job
from .segments import TURKISH, encoding_of, measure
from .world import World

SUFFIX = " B186"
TEST_TITLE, TEST_TEXT = "APITEST", "Bu bir test mesajidir."
NUMBER = re.compile(r"(?:\+?90)?(5[0-9]{9})")
WHEN = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d")
WITH_SECONDS = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d")
MOST_PARTS, MOST_NUMBERS = 7, 50_000
GUARD = 600
LIVES = timedelta(hours=48)
ACCEPTED = "accepted"


class IletiMerkezi(Gateway):
    """İleti Merkezi's answers."""

    name = "iletimerkezi"
    tells_accepted = True

    def __init__(self, world: World):
        super().__init__(world)
        self.routes = (
            on("POST /v1/send-sms/json", "send", self._send),
            *iletimerkezi_reports.routes(self),
            *iletimerkezi_lists.routes(self),
        )

    # === ANSWERS === #

    def malformed(self) -> Response:
        """Code 400."""
        return self.error("400")

    def not_found(self) -> Response:
        """Code 404."""
        return self.error("404")

    def error(self, code: str, message: str = "") -> Response:
        """The answer with an error code, which is the HTTP status too."""
        return self._say(int(code), message or CODES[int(code)])

    def ok(self, **members: Any) -> Response:
        """The answer to a success."""
        return self._say(200, CODES[200], **members)

    def _say(self, code: int, message: str, **members: Any) -> Response:
        shown = str(code) if self.world.switches.iletimerkezi_codes == "text" else code
        status = {"code": shown, "message": message}
        answer = reply(code, {"response": {"status": status, **members}})
        if code == 429 and self.world.limits.retry_after is not None:
            answer.headers["Retry-After"] = str(self.world.limits.retry_after)
        return answer

    def refuse(self, code: int) -> None:
        """End the call with an error code."""
        raise Refused(self.error(str(code)))

    def shown_id(self, number: str) -> int | str:
        """An order's id as text or number."""
        return int(number) if self.world.switches.iletimerkezi_ids == "int" else number

    # === WHO CALLS === #

    def let_in(self, call: Call, *parts: str) -> dict[str, Any]:
        """Check the credentials; give back the members of ``request`` beside them."""
        call.check_secrets("body")
        call.query(())
        whole = call.members(call.json(), "the body", {"request": dict})
        wanted = dict.fromkeys(parts, dict)
        request = call.members(
            whole.get("request"), "request", {"authentication": dict, **wanted}
        )
        pair = call.members(
            request.get("authentication"), "authentication", {"key": str, "hash": str}
        )
        call.account = self.find(pair.get("key"), pair.get("hash"))
        self._check_account(call)
        return request

    def _check_account(self, call: Call) -> None:
        account = call.account
        if account is None or not account.lets_in(call.request.peer[0]):
            self.refuse(401)
        if not account.api_open:
            raise Refused(self.error("401", NO_API))

    # === SEND === #

    def _send(self, call: Call) -> Response:
        order = self.let_in(call, "order")["order"]
        call.members(
            order, "order",
            {"sender": str, "iys": str, "message": (dict, list)},
            {"sendDateTime": (list, str), "iysList": str},
        )  # fmt: skip
        title = order.get("sender", "")
        self._check_title(call, title)
        kind, recipient_type = self._check_flag(call, order, title)
        wanted = self._messages(call, order, title)
        due = self._due(order.get("sendDateTime") or "")
        wanted = self._check_numbers(call.account, wanted)
        self._check_once(call, wanted)
        parts = sum(measure(t).parts * len(numbers) for t, numbers in wanted)
        self._check_money_and_pace(call, wanted, parts)
        now = self.world.now()
        job = Job(str(self.world.number()), call.account, title, kind,
                  recipient_type, now, due, due + LIVES)  # fmt: skip
        for text, numbers in wanted:
            for number in numbers:
                self.world.add_text(job, number, text, text + SUFFIX, encoding_of(text))
        self.world.launch(job, self.world.refusals(job, set()))
        for text in job.texts:
            self.world.pusher.accepted(text)
        return self.ok(order={"id": self.shown_id(job.id)})

    def _check_title(self, call: Call, title: str) -> None:
        if not title:
            self.refuse(459)
        if len(title) > 11 or set(title) & TURKISH:
            self.refuse(460)
        if title != TEST_TITLE and title not in call.account.titles:
            self.refuse(450)

    def _check_flag(
        self, call: Call, order: dict, title: str
    ) -> tuple[str, str | None]:
        flag, kind = order.get("iys"), order.get("iysList")
        if flag not in ("0", "1"):
            call.complain("iys is neither 0 nor 1", self.error("468"))
            flag = flag or "0"
        if title == TEST_TITLE or flag == "0":
            return "info", None
        if kind not in ("BIREYSEL", "TACIR"):
            self.refuse(469)
        if not call.account.iys_open:
            self.refuse(403)
        if not self.world.brand_of(call.account, title):
            self.refuse(470)
        return "commercial", kind

    def _messages(self, call: Call, order: dict, title: str) -> list[tuple[str, list]]:
        """Texts with their numbers as sent; refuses what is empty or too long."""
        given = order["message"]
        found = []
        for message in given if isinstance(given, list) else [given]:
            call.members(message, "message", {"text": str, "receipents": dict})
            receivers = call.members(
                message.get("receipents"), "receipents", {"number": list}
            )
            text = TEST_TEXT if title == TEST_TITLE else message.get("text", "")
            if not text.strip():
                self.refuse(454)
            if measure(text).parts > MOST_PARTS:
                self.refuse(453)
            found.append((text, [self._as_text(call, n) for n in receivers["number"]]))
        if sum(len(numbers) for _text, numbers in found) > MOST_NUMBERS:
            self.refuse(422)
        return found

    def _as_text(self, call: Call, number: Any) -> str:
        if not isinstance(number, str):
            call.complain("a number that is no text")
        return str(number).replace(" ", "")

    def _due(self, value: Any) -> datetime:
        if isinstance(value, list):
            value = value[0] if len(value) == 1 else ""
        if value and WITH_SECONDS.fullmatch(value):
            # with seconds the schedule is ignored and the text leaves at once
            return self.world.now()
        if not value:
            return self.world.now()
        due = moment(value, "%d/%m/%Y %H:%M") if WHEN.fullmatch(value) else None
        if due is None:
            self.refuse(457)
        return max(due, self.world.now())

    def _check_numbers(self, account: Account, wanted: list) -> list[tuple[str, list]]:
        """The same texts with ten digits each, unusable numbers left out."""
        kept, lost = [], 0
        for text, numbers in wanted:
            matches = [NUMBER.fullmatch(number) for number in numbers]
            usable = [m[1] for m in matches if m and m[1] not in account.blacklist]
            lost += len(numbers) - len(usable)
            if usable:
                kept.append((text, usable))
        if not kept or (lost and self.world.switches.iletimerkezi_bad_number == "fail"):
            self.refuse(452)
        return kept

    def _check_money_and_pace(self, call: Call, wanted: list, parts: int) -> None:
        account = call.account
        count = sum(len(numbers) for _text, numbers in wanted)
        if not self.world.take(
            account, "iletimerkezi_recipients", seconds=1, count=count
        ):
            self.refuse(429)
        if account.credits < parts:
            self.refuse(402)
        key = tuple((text, tuple(sorted(numbers))) for text, numbers in wanted)
        if self.world.is_repeated(account, key, GUARD):
            self.refuse(451)
        account.credits -= parts

    def _check_once(self, call: Call, wanted: list) -> None:
        numbers = [number for _text, each in wanted for number in each]
        if len(set(numbers)) < len(numbers):
            call.complain("one number twice in an order")

    # === PUSH === #

    def bodies(self, kind: str, items: list[Any]) -> list[Body]:
        """One object for each report."""
        rows = [_pushed(*item) for item in items]
        if self.world.switches.push_shape == "list":
            return [_body(rows, len(rows))]
        return [_body(row, 1) for row in rows]


def _pushed(text, outcome: str, _error, _reported) -> dict[str, Any]:
    words = {ACCEPTED: ACCEPTED, "delivered": "delivered", "unconfirmed": "delivered"}
    return {
        "report": {
            "id": text.id,
            "packet_id": int(text.job.id),
            "status": words.get(outcome, "undelivered"),
            "to": "+90" + text.number,
            "body": text.text,
        }
    }


def _body(data: Any, items: int) -> Body:
    content = json.dumps(data, ensure_ascii=False).encode()
    return Body(content, "application/json", items)
