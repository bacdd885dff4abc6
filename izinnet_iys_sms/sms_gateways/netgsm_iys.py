"""Netgsm's door to İYS: add, search, results by push (sms.md §3.10)."""

from collections.abc import Mapping, Sequence
from typing import Any

from . import netgsm_codes as codes
from .consents import found, key_to_wire, read_record, to_wire
from .errors import NotFound
from .iys_data import IysBrand, IysKey, IysPush, IysRecord, IysResult
from .netgsm_account import NetgsmAccount
from .transport import Answer
from .wire import as_int, as_text, pushed_rows

RESULTS = {"success": True, "failure": False}
#: sources of changes that people make at İYS themselves
CITIZEN = "IYS_"


class NetgsmIys(NetgsmAccount):
    """Consents; every answer comes with HTTP 200, whatever its code."""

    def iys_add(self, brand: IysBrand, records: Sequence[IysRecord]) -> str | None:
        """See ``SmsGateway.iys_add``: at most 500; results come by push."""
        items = [to_wire(record) | _ref(record) for record in records]
        told = self._iys("add", brand, items, wrote=True)
        return as_text(told.get("uid")) or None

    def iys_query(self, brand: IysBrand, key: IysKey) -> IysRecord | None:
        """See ``SmsGateway.iys_query``."""
        try:
            told = self._iys("search", brand, [key_to_wire(key)])
        except NotFound:
            return None
        return found(key, told.get("query"))

    def _iys(
        self,
        name: str,
        brand: IysBrand,
        items: list[dict[str, str]],
        wrote: bool = False,
    ) -> dict[str, Any]:
        if not 0 < len(items) <= self.caps.max_iys_records:
            raise ValueError(f"1 to {self.caps.max_iys_records} consents")
        code = as_int(brand.code)
        head = {
            "username": self._account.username,
            "password": self._account.password,
            "brandCode": brand.code if code is None else code,
        }
        body = {"header": head, "body": {"data": items}}
        answer = self._transport.send("POST", f"/iys/{name}", body=body, wrote=wrote)
        return self._open_iys(answer, wrote)

    def _open_iys(self, answer: Answer, wrote: bool) -> dict[str, Any]:
        """The JSON of a success; code and error are text, or number and boolean."""
        data = answer.json()
        if not isinstance(data, dict):
            raise self._transport.fault(answer, wrote)
        code, error = as_text(data.get("code")), data.get("error")
        if answer.status == 200 and code == "0" and error in ("false", False, None):
            return data
        # a code of success beside an error says nothing
        code = "" if code == "0" else code
        raise self._known(codes.IYS, code, answer, as_text(error), wrote)

    def parse_iys_push(self, body: bytes, headers: Mapping[str, str]) -> IysPush:
        """See ``SmsGateway.parse_iys_push``: one result, or a list."""
        results = (_result(row) for row in pushed_rows(body, headers))
        return IysPush(tuple(result for result in results if result is not None))


def _ref(record: IysRecord) -> dict[str, str]:
    return {"refid": record.ref} if record.ref else {}


def _result(row: Mapping[str, Any]) -> IysResult | None:
    record = read_record(row)
    if record is None:
        return None
    told = as_text(row.get("resultstatus")).lower()
    return IysResult(
        record=record,
        success=None if record.source.startswith(CITIZEN) else RESULTS.get(told),
        submit_id=as_text(row.get("submitid")) or None,
        brand_code=as_text(row.get("brandcode")),
        error_code=as_text(row.get("errcode")),
        error_text=as_text(row.get("errmsg")),
    )
