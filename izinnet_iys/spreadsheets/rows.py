"""One row of a list as the choices it tells of, or all that is wrong with it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from .choices import Choice, Fault, Plan
from .values import (
    day_end,
    is_before,
    parse_clock,
    parse_moment,
    parse_recipient_type,
    parse_source,
    parse_status,
    parse_text,
    parse_types,
)

CHANNELS = ("ARAMA", "MESAJ", "EPOSTA")
_FIRST_DAY = date(2015, 5, 1)
#: 2015-05-01 00:00:00 in Türkiye: the one moment of source HS_2015 (L-4).
_MOMENT_2015 = datetime(2015, 4, 30, 21)


class RowParser:
    """Reads row after row by one plan."""

    def __init__(self, plan: Plan, fold: Callable[[object], str]):
        self.plan = plan
        self._fold = fold
        self._cells = tuple(plan.columns.items())
        self._wide = [c for c in CHANNELS if f"status_{c}" in plan.columns]
        names = [f"status_{c}" for c in self._wide] or ["status"]
        self._states = [plan.columns[n] for n in names if n in plan.columns]
        self._given = plan.status if not self._wide else None

    def tells(self, cells: Sequence) -> tuple[bool, bool]:
        """Glance at a row: (tells of a refusal, tells of something else or is unclear)."""
        refusal = other = False
        width = len(cells)
        for column in self._states:
            value = cells[column] if column < width else None
            status = self._given if value is None else parse_status(value)
            if status == "RET":
                refusal = True
            elif value is not None or not self._wide:
                other = True
        if not self._states:
            return self._given == "RET", self._given != "RET"
        return refusal, other or not refusal

    def parse(self, row: int, cells: Sequence) -> tuple[list[Choice], list[Fault]]:
        """Return the choices of a row, or its faults; both empty: the row says nothing.

        A row with one fault gives no choices at all: it is mended and handed in again.
        """
        values, width = {}, len(cells)
        for target, column in self._cells:
            if column < width:
                value = cells[column]
                if value.__class__ is str:
                    value = value.strip()
                if value is not None and value != "":
                    values[target] = value
        return _Row(self.plan, self._fold, self._wide, row, values).tell()


class _Row:
    """The work on one row; ``cell`` gives the value of a target or None."""

    __slots__ = ("cell", "faults", "fold", "plan", "row", "wide")

    def __init__(self, plan, fold, wide, row, values):
        self.plan, self.fold, self.wide = plan, fold, wide
        self.row, self.cell = row, values.get
        self.faults: list[Fault] = []

    def fault(self, code, target):
        value = self.cell(target)
        text = "" if value is None else str(value)[:60]
        self.faults.append(Fault(self.row, code, target, text))

    def tell(self):
        answers = self._answers()
        if not answers and not self.faults:
            return [], []
        shared = self._shared()
        choices = []
        for type_, status in answers:
            recipient = self._recipient(type_)
            if recipient:
                choices.append(self._choice(type_, status, recipient, shared))
        if self.faults:
            return [], list(dict.fromkeys(self.faults))
        return choices, []

    def _answers(self):
        """Return [(type, status)] the row tells of."""
        answers = []
        for type_ in self.wide:
            value = self.cell(f"status_{type_}")
            if value is None:
                continue
            status = parse_status(value)
            if status:
                answers.append((type_, status))
            else:
                self.fault("bad_status", f"status_{type_}")
        if self.wide:
            return answers
        status = self._status()
        return [(type_, status) for type_ in self._types()]

    def _status(self):
        value = self.cell("status")
        if value is None:
            if not self.plan.status:
                self.fault("status_missing", "status")
            return self.plan.status
        status = parse_status(value)
        if not status:
            self.fault("bad_status", "status")
        return status

    def _types(self):
        value = self.cell("type")
        if value is not None:
            types = parse_types(str(value))
            if not types:
                self.fault("bad_type", "type")
            return types or ()
        if self.plan.types:
            return self.plan.types
        address = self.cell("recipient")
        if "@" in str(address or "") or (
            address is None and self.cell("phone") is None and self.cell("email")
        ):
            return ("EPOSTA",)
        self.fault("type_missing", "type")
        return ()

    def _recipient(self, type_):
        target = self._address_column(type_)
        value = self.cell(target)
        if value is None:
            self.fault("no_recipient", target)
            return None
        recipient = self.plan.normalise(type_, value)
        if not recipient:
            self.fault(self._address_fault(type_, str(value)), target)
        return recipient

    def _address_column(self, type_):
        own = "email" if type_ == "EPOSTA" else "phone"
        if own in self.plan.columns and (
            self.cell(own) is not None or "recipient" not in self.plan.columns
        ):
            return own
        return "recipient" if "recipient" in self.plan.columns else own

    @staticmethod
    def _address_fault(type_, text):
        if type_ == "EPOSTA":
            return "bad_email" if "@" in text else "type_mismatch"
        return "type_mismatch" if "@" in text else "bad_phone"

    def _shared(self):
        """What all choices of the row have in common."""
        return (
            self._source(),
            self._moment(),
            self._recipient_type(),
            self._name(),
            self._brand(),
            self._retailer(),
            parse_text(self.cell("proof")),
        )

    def _choice(self, type_, status, recipient, shared):
        source, (moment, has_time), recipient_type, name, brand_id, *rest = shared
        if status == "RET" and moment and not has_time:
            moment = min(day_end(moment), max(moment, self.plan.now))
        if recipient_type == "BIREYSEL" and status == "ONAY":
            if moment is None and self.cell("consent_date") is None:
                self.fault("date_missing", "consent_date")
            if source is None and self.cell("source") is None:
                self.fault("source_missing", "source")
        if source == "HS_2015" and moment != _MOMENT_2015 and status == "ONAY":
            self.fault("date_2015", "consent_date")
        return Choice(
            self.row, recipient, type_, status, source, moment, has_time,
            recipient_type, name, brand_id, *rest,
        )  # fmt: skip

    def _source(self):
        value = self.cell("source")
        if value is None:
            return self.plan.source
        source = parse_source(str(value))
        if source is None:
            self.fault("bad_source", "source")
        elif source.startswith("IYS_"):
            self.fault("iys_source", "source")
        return source

    def _moment(self):
        value = self.cell("consent_date")
        if value is None:
            return None, False
        parsed = parse_moment(value)
        if parsed is None:
            self.fault("bad_date", "consent_date")
            return None, True
        moment, has_time = parsed
        clock = self.cell("consent_time")
        if clock is not None and not has_time:
            added = parse_clock(clock)
            if added is None:
                self.fault("bad_date", "consent_time")
                return None, True
            moment, has_time = moment + added, True
        if moment > self.plan.now:
            self.fault("date_future", "consent_date")
        elif is_before(moment, _FIRST_DAY):
            self.fault("date_early", "consent_date")
        return moment, has_time

    def _recipient_type(self):
        value = self.cell("recipient_type")
        if value is None:
            return self.plan.recipient_type
        found = parse_recipient_type(str(value))
        if not found:
            self.fault("bad_recipient_type", "recipient_type")
        return found

    def _name(self):
        whole = parse_text(self.cell("person_name"))
        if whole:
            return whole
        parts = (parse_text(self.cell(t)) for t in ("first_name", "last_name"))
        return " ".join(part for part in parts if part) or None

    def _brand(self):
        value = self.cell("brand")
        if value is None:
            return self.plan.brand_id
        brand_id = self.plan.brands.get(self.fold(value))
        if not brand_id:
            self.fault("unknown_brand", "brand")
        return brand_id

    def _retailer(self):
        value = self.cell("retailer_code")
        if value is None:
            return None
        code = str(value)
        if not code.isascii() or not code.isdigit():
            self.fault("bad_retailer", "retailer_code")
        return code
