"""The fake registry keeps İYS's books: adds, lots, feed, days, the citizen (15)."""

import hashlib
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from iys_api.errors import IysForbidden, IysRejected, IysStateError
from iys_api.fake import (
    BookOptions,
    FakeRegistry,
    MemoryStore,
    Refusal,
    RegistryBook,
    error_to_wire,
)
from iys_api.messages import TRT, Consent, Outcome, consent_to_wire
from iys_api.rules import RuleOptions, transition, validate

START = datetime(2026, 3, 18, 10, tzinfo=TRT)
MAIL = Consent("ali@example.com", "EPOSTA", "ONAY", "HS_WEB", START)
PHONE = Consent("+905321112233", "MESAJ", "ONAY", "HS_WEB", START)


class World:
    """One brand, its registry and a clock."""

    def __init__(self, **options):
        self.now = START
        self.book = RegistryBook(
            MemoryStore(), lambda: self.now, BookOptions(**options), brand_code="5"
        )
        self.registry = FakeRegistry(self.book)
        self.v1 = FakeRegistry(self.book, edition="v1")

    def pass_time(self, **span):
        """Let time go by."""
        self.now += timedelta(**span)

    def act(self, consent=MAIL, **changes):
        """A consent of this very moment."""
        return replace(consent, **({"consent_date": self.now} | changes))

    def option(self, **changes):
        """Turn switches while the registry runs."""
        self.book.options = replace(self.book.options, **changes)


@pytest.fixture
def world():
    """An empty brand on a Wednesday morning."""
    return World()


def test_an_added_consent_can_be_looked_up(world):
    """Sections 7.1 and 8.1."""
    added = world.registry.add(MAIL)
    found = world.registry.lookup(MAIL.key)
    assert found.transaction_id == added.transaction_id
    assert (found.status, found.consent_date) == ("ONAY", START)


def test_an_unknown_address_has_no_record(world):
    """Section 13."""
    assert world.registry.lookup(MAIL.key) is None


def test_a_transaction_id_is_64_hex_digits(world):
    """Section 6.2."""
    assert re.fullmatch("[0-9a-f]{64}", world.registry.add(MAIL).transaction_id)


def test_two_movements_in_one_second_share_their_id(world):
    """Section 15.4."""
    first = world.registry.add(world.act(consent_date=START - timedelta(hours=1)))
    second = world.registry.add(world.act(status="RET"))
    assert first.transaction_id == second.transaction_id


def test_a_mail_is_kept_in_lower_case(world):
    """Section 15.8: on write and on look-up."""
    world.book.add_item(consent_to_wire(MAIL) | {"recipient": "ALI@Example.com"})
    body = {"recipient": "Ali@example.COM", "recipientType": "BIREYSEL"}
    assert world.book.status(body | {"type": "EPOSTA"})["recipient"] == MAIL.recipient


def test_a_refusal_of_the_registry_is_a_typed_error(world):
    """The fake fails as the client does."""
    with pytest.raises(IysStateError) as caught:
        world.registry.add(world.act(status="RET"))
    assert (caught.value.code, caught.value.http_status) == ("H175", 400)


def test_a_field_error_is_a_rejection_with_its_place(world):
    """Section 7.3: the whole lot, with index."""
    with pytest.raises(IysRejected) as caught:
        world.registry.submit([MAIL, replace(PHONE, recipient="0532")])
    assert [(e.code, e.index) for e in caught.value.errors] == [("H121", 1)]
    assert world.book.store.open_lots() == []


def test_the_second_edition_answers_a_repetition_with_the_first_id(world):
    """Section 7.2."""
    first = world.registry.add(MAIL)
    world.pass_time(hours=1)
    assert world.registry.add(MAIL) == first
    assert world.registry.history(MAIL.key).total == 1


def test_the_first_edition_refuses_a_repetition(world):
    """Section 4: it may come back as H178."""
    world.v1.add(MAIL)
    with pytest.raises(IysStateError) as caught:
        world.v1.add(MAIL)
    assert caught.value.code == "H178"


def test_a_lot_is_empty_then_waiting_then_done(world):
    """Sections 7.4 and 15.3."""
    receipt = world.registry.submit([MAIL, world.act(PHONE, status="RET")])
    assert world.registry.results(receipt.request_id) == []
    world.pass_time(seconds=299)
    waiting = world.registry.results(receipt.request_id)
    assert {row.outcome for row in waiting} == {Outcome.ENQUEUE}
    world.pass_time(seconds=1)
    done = world.registry.results(receipt.request_id)
    assert [row.outcome for row in done] == [Outcome.SUCCESS, Outcome.FAILURE]
    assert done[1].error.code == "H175"


def test_results_join_on_their_own_ids(world):
    """Section 7.4: never on the index."""
    receipt = world.registry.submit([MAIL, PHONE])
    world.pass_time(seconds=300)
    found = {row.subrequest_id for row in world.registry.results(receipt.request_id)}
    assert found == {sub.subrequest_id for sub in receipt.subrequests}


def test_nothing_is_stored_before_the_worker_comes(world):
    """Section 7.3: accepted is not stored."""
    world.registry.submit([MAIL])
    assert world.registry.lookup(MAIL.key) is None
    world.pass_time(seconds=300)
    assert world.registry.lookup(MAIL.key).status == "ONAY"


def test_the_worker_judges_by_the_state_of_its_own_moment(world):
    """Section 15.3: a citizen's refusal in between wins over an older approval."""
    receipt = world.registry.submit([MAIL])
    world.pass_time(seconds=10)
    world.book.citizen_act(MAIL.key, "RET")
    world.pass_time(seconds=290)
    assert world.registry.results(receipt.request_id)[0].error.code == "H178"


def test_two_lots_are_done_in_their_order(world):
    """Also when nobody asks in between."""
    first = world.registry.submit([MAIL])
    world.pass_time(seconds=10)
    second = world.registry.submit([world.act(status="RET")])
    world.pass_time(hours=1)
    outcomes = [
        world.registry.results(r.request_id)[0].outcome for r in (second, first)
    ]
    assert outcomes == [Outcome.SUCCESS, Outcome.SUCCESS]
    assert world.registry.lookup(MAIL.key).status == "RET"


def test_a_repeated_lot_of_the_second_edition_names_the_first(world):
    """Section 7.5."""
    first = world.registry.submit([MAIL])
    world.pass_time(seconds=300)
    again = world.registry.submit([MAIL])
    world.pass_time(seconds=300)
    row = world.registry.results(again.request_id)[0]
    assert row.outcome is Outcome.SUCCESS
    assert row.original_request_id == first.request_id
    assert row.original_subrequest_id == first.subrequests[0].subrequest_id
    assert world.registry.history(MAIL.key).total == 1


def test_a_lot_sent_twice_at_once_is_stored_once(world):
    """A doubled request: the second one finds the first when the worker comes."""
    lots = [world.registry.submit([MAIL]) for _ in range(2)]
    world.pass_time(seconds=300)
    rows = [world.registry.results(lot.request_id)[0] for lot in lots]
    assert {row.outcome for row in rows} == {Outcome.SUCCESS}
    assert world.registry.history(MAIL.key).total == 1


def test_a_repeated_lot_of_the_first_edition_fails(world):
    """Section 6.5."""
    world.v1.submit([MAIL])
    world.pass_time(seconds=300)
    again = world.v1.submit([MAIL])
    world.pass_time(seconds=300)
    assert world.v1.results(again.request_id)[0].error.code == "H178"


def test_results_are_forgotten_after_60_days(world):
    """Section 7.4: an empty list."""
    receipt = world.registry.submit([MAIL])
    world.pass_time(days=60)
    assert len(world.registry.results(receipt.request_id)) == 1
    world.pass_time(seconds=1)
    assert world.registry.results(receipt.request_id) == []


def test_an_unknown_lot_gives_an_empty_list(world):
    """Section 13."""
    assert world.registry.results("0a1b") == []


@pytest.mark.parametrize(
    "request_id, code",
    [("a1" * 20, "H198"), ("abcde", "H199"), ("12345", "H400")],
)
def test_a_strange_request_id_is_refused(world, request_id, code):
    """Section 7.4."""
    with pytest.raises(IysRejected) as caught:
        world.registry.results(request_id)
    assert caught.value.code == code


def refusal(method, *arguments):
    """Status and codes of a refused raw call."""
    with pytest.raises(Refusal) as caught:
        method(*arguments)
    return caught.value.status, [e.code for e in caught.value.errors]


@pytest.mark.parametrize(
    "items, expected",
    [
        ([], (400, ["H092"])),
        ({}, (400, ["H092"])),
        (None, (400, ["H092"])),
        ([consent_to_wire(MAIL)] * 1001, (422, ["H091"])),
        ([consent_to_wire(MAIL)] * 2, (422, ["H194"])),
        ([consent_to_wire(MAIL) | {"retailerCode": None}], (400, ["H266"])),
        ([5], (400, ["H085"])),
    ],
    ids=["empty", "object", "null", "long", "repeated", "null member", "number"],
)
def test_a_lot_that_is_none_is_refused_whole(world, items, expected):
    """Sections 7.3, 13 and 15.1."""
    assert refusal(world.book.submit_items, items) == expected


def test_an_unknown_dealer_is_refused_with_its_place(world):
    """H180, section 7.3."""
    world.book.retailers = {"55550127": "XYZ"}
    item = consent_to_wire(MAIL) | {
        "retailerCode": 55550127,
        "retailerAccess": [55550127, 73064462],
    }
    with pytest.raises(Refusal) as caught:
        world.book.submit_items([item])
    assert caught.value.status == 403
    assert error_to_wire(caught.value.errors[0]) | {"message": ""} == {
        "code": "H180",
        "message": "",
        "location": ["retailerAccess", 1],
        "value": 73064462,
        "index": 0,
    }


def test_a_known_dealer_shows_in_the_record(world):
    """Section 8.1."""
    world.book.retailers = {"55550127": "XYZ Ticaret"}
    world.registry.add(replace(MAIL, retailer_code="55550127"))
    assert world.registry.lookup(MAIL.key).retailer_title == "XYZ Ticaret"


def test_a_full_quota_refuses_new_addresses_only(world):
    """H525, section 9.5."""
    world.option(consent_limit=1)
    world.registry.add(MAIL)
    with pytest.raises(IysRejected) as caught:
        world.registry.submit([PHONE])
    assert caught.value.code == "H525"
    world.pass_time(minutes=1)
    world.registry.add(world.act(status="RET"))


def test_the_feed_shows_a_refusal_after_its_hour(world):
    """Sections 8.4 and 15.6: seen at once by a query, in the feed after 60 minutes."""
    world.registry.add(MAIL)
    world.pass_time(minutes=1)
    world.book.citizen_act(MAIL.key, "RET")
    assert world.registry.lookup(MAIL.key).status == "RET"
    world.pass_time(minutes=59)
    assert world.registry.changes().consents == ()
    world.pass_time(minutes=1)
    assert [c.source for c in world.registry.changes().consents] == ["IYS_WEB"]


def test_the_feed_has_two_sides(world):
    """Section 8.4."""
    world.registry.add(MAIL)
    world.book.citizen_act(PHONE.key, "ONAY", "IYS_WEB_YENI", citizen_name="Ayşe")
    world.pass_time(hours=2)
    ours = world.registry.changes(source="HS").consents
    theirs = world.registry.changes(source="IYS").consents
    assert [c.recipient for c in ours] == [MAIL.recipient]
    assert [c.citizen_name for c in theirs] == ["Ayşe"]


def test_movements_older_than_seven_days_are_lost_to_the_feed(world):
    """Section 8.4."""
    world.registry.add(MAIL)
    world.pass_time(days=7)
    assert len(world.registry.changes(source="HS").consents) == 1
    world.pass_time(seconds=1)
    assert world.registry.changes(source="HS").consents == ()


def test_a_page_goes_on_after_the_one_before(world):
    """Section 8.4: strictly after the cursor, oldest first."""
    for number in range(5):
        world.book.citizen_act(replace(MAIL, recipient=f"a{number}@b.com").key, "ONAY")
        world.pass_time(seconds=1)
    world.pass_time(hours=1)
    seen, after = [], None
    while page := world.registry.changes(after, limit=2).consents:
        seen += [c.recipient for c in page]
        after = world.registry.changes(after, limit=2).after
    assert seen == [f"a{number}@b.com" for number in range(5)]


def test_a_pair_with_one_cursor_is_never_torn_apart(world):
    """Two movements in one second: no page ends between them."""
    world.book.citizen_act(PHONE.key, "ONAY")
    world.pass_time(seconds=1)
    world.book.citizen_act(MAIL.key, "ONAY")
    world.book.citizen_act(MAIL.key, "RET")
    world.pass_time(hours=2)
    first = world.registry.changes(limit=2)
    second = world.registry.changes(first.after, limit=2)
    assert [len(first.consents), len(second.consents)] == [1, 2]


@pytest.mark.parametrize("end, page", [("nothing", None), ("empty", [])])
def test_the_end_of_the_feed_has_two_shapes(world, end, page):
    """Section 13."""
    world.option(end_of_feed=end)
    body = world.book.changes(after="1773817200_ab")
    assert body is page if page is None else body["list"] == page


def test_a_broken_cursor_is_refused_or_forgotten(world):
    """Section 13."""
    assert refusal(world.book.changes, "IYS", None, "gestern") == (422, ["H098"])
    world.option(bad_cursor="restart")
    assert world.book.changes("IYS", None, "gestern") is None


@pytest.mark.parametrize(
    "source, limit, code",
    [("SH", None, "H506"), ("HS", "1001", "H507"), ("HS", "x", "H507")],
)
def test_a_strange_feed_query_is_refused(world, source, limit, code):
    """Section 8.4."""
    assert refusal(world.book.changes, source, limit) == (422, [code])


def test_only_approvals_are_named_by_a_multi_status(world):
    """Section 8.2."""
    world.registry.add(MAIL)
    world.book.citizen_act(replace(MAIL, recipient="b@example.com").key, "RET")
    asked = [MAIL.recipient, "b@example.com", "c@example.com"]
    assert world.registry.approved("EPOSTA", "BIREYSEL", asked) == {MAIL.recipient}


@pytest.mark.parametrize(
    "type_, recipients, code",
    [
        ("MESAJ", None, "H168"),
        ("MESAJ", {}, "H478"),
        ("MESAJ", [], "H164"),
        ("MESAJ", ["test@gmail.com"], "H464"),
        ("EPOSTA", ["+905312560714"], "H464"),
        ("EPOSTA", ["a@bc.de", "A@bc.de"], "H193"),
        ("EPOSTA", ["a@bc.de"] * 1001, "H127"),
        ("FAKS", ["a@bc.de"], "H117"),
    ],
)
def test_a_strange_multi_status_is_refused(world, type_, recipients, code):
    """Section 8.2."""
    body = {"recipients": recipients}
    assert refusal(world.book.approved, "BIREYSEL", type_, body) == (422, [code])


def test_the_history_runs_from_new_to_old(world):
    """Section 8.3."""
    world.registry.add(MAIL)
    for status in ("RET", "ONAY", "RET"):
        world.pass_time(minutes=1)
        world.book.citizen_act(MAIL.key, status)
    page = world.registry.history(MAIL.key, offset=1, limit=2)
    assert [c.status for c in page.consents] == ["ONAY", "RET"]
    assert (page.total, page.offset) == (4, 1)


@pytest.mark.parametrize(
    "offset, limit, expected",
    [
        ("-1", "-1", ["H183", "H182"]),
        (None, "0", ["H187"]),
        (None, "101", ["H186"]),
        ("x", None, ["H183"]),
    ],
)
def test_strange_paging_is_refused(world, offset, limit, expected):
    """Section 8.3."""
    body = {"recipient": "a@bc.de", "recipientType": "BIREYSEL", "type": "EPOSTA"}
    assert refusal(world.book.history, body, offset, limit) == (422, expected)


def test_a_closed_line_takes_every_approval_of_the_phone(world):
    """Section 6.1: IYS_AHS_HAT_KAPATMA."""
    for type_ in ("MESAJ", "ARAMA"):
        world.registry.add(replace(PHONE, type=type_))
    world.pass_time(minutes=1)
    fallen = world.book.close_line(PHONE.recipient)
    assert {(c.type, c.status, c.source) for c in fallen} == {
        ("MESAJ", "RET", "IYS_AHS_HAT_KAPATMA"),
        ("ARAMA", "RET", "IYS_AHS_HAT_KAPATMA"),
    }


def test_a_citizen_does_not_act_under_a_source_of_the_company(world):
    """L-4."""
    with pytest.raises(ValueError, match="HS_WEB"):
        world.book.citizen_act(MAIL.key, "RET", "HS_WEB")


def test_a_merchant_without_date_and_source_is_registered(world):
    """L-3: optional on the first record."""
    merchant = Consent("a@bc.de", "EPOSTA", "ONAY", recipient_type="TACIR")
    world.registry.add(merchant)
    found = world.registry.lookup(merchant.key)
    assert (found.source, found.consent_date) == (None, None)


def test_one_address_holds_two_records(world):
    """L-2: as individual and as merchant."""
    world.registry.add(MAIL)
    world.registry.add(replace(MAIL, recipient_type="TACIR"))
    assert world.registry.brands()[0].total == 2


@pytest.fixture
def yesterday(world):
    """A day with movements of both sides, seen from the next morning."""
    world.registry.add(MAIL)
    world.registry.add(PHONE)
    world.pass_time(minutes=1)
    world.registry.add(world.act())
    world.book.citizen_act(PHONE.key, "RET")
    world.pass_time(days=1)
    return date(2026, 3, 18)


def test_a_days_counts_are_of_changes(world, yesterday):
    """Section 10.1: ONAY over ONAY is a movement, but no change."""
    found = world.registry.day_counts(yesterday, "BIREYSEL")
    assert [(c.type, c.source, c.approval, c.rejection, c.total) for c in found] == [
        ("MESAJ", "HS", 1, 0, 1),
        ("MESAJ", "IYS", 0, 1, 1),
        ("EPOSTA", "HS", 1, 0, 1),
    ]


def test_waiting_rows_of_a_day_are_pending(world):
    """Section 10.1."""
    world.option(worker_delay=10 * 86400)
    world.registry.submit([MAIL])
    world.pass_time(days=1)
    found = world.registry.day_counts(date(2026, 3, 18), "BIREYSEL")
    assert [(c.type, c.pending, c.total) for c in found] == [("EPOSTA", 1, 1)]


def test_a_days_file_is_hashed_by_both_sides_alike(world, yesterday):
    """Sections 10.2 and 10.4: SHA-384 of the bytes."""
    found = world.registry.day_file(yesterday)
    agreement = world.registry.agreement(yesterday)
    assert agreement.hash_method == "SHA-384"
    assert found.hash_value == agreement.hash_value
    assert len(found.hash_value) == 96


def test_a_days_file_has_all_movements_in_order(world, yesterday):
    """Section 10.4: both sides, by creation and id, newline at the end."""
    content = world.book.day_file("2026-03-18")
    assert content.startswith(b"creationDate,transactionId,recipient,")
    assert content.endswith(b"\n")
    lines = content.decode().splitlines()[1:]
    assert len(lines) == 4
    assert lines == sorted(lines)


def test_an_agreement_is_kept(world, yesterday):
    """Section 10.3."""
    assert not world.registry.agreement(yesterday).agreed
    assert world.registry.agree(yesterday)
    assert world.registry.agreement(yesterday).agreed


def test_a_day_without_movements_has_nothing(world):
    """204 in section 10."""
    day = date(2026, 3, 17)
    assert world.registry.day_file(day) is None
    assert world.registry.agreement(day) is None
    assert not world.registry.agree(day)


@pytest.mark.parametrize(
    "text, code",
    [
        ("18.03.2026", "H501"),
        ("2026-3-17", "H501"),
        ("2026-03-18", "H502"),
        ("2026-03-10", "H502"),
    ],
)
def test_a_report_day_has_its_limits(world, text, code):
    """Section 10: yesterday back to seven days ago."""
    assert refusal(world.book.day_file, text) == (422, [code])
    assert world.book.day_file("2026-03-11") is None


def test_an_agreement_can_only_be_true(world):
    """H512."""
    body = {"agreementStatus": False}
    assert refusal(world.book.agree, "2026-03-17", body) == (422, ["H512"])


def test_a_brand_shows_its_present_counts(world):
    """Section 15.9."""
    world.registry.add(MAIL)
    world.book.citizen_act(PHONE.key, "RET")
    brand = world.registry.brands()[0]
    assert (brand.approval, brand.rejection, brand.total) == (1, 1, 2)


def test_an_unknown_dealer_of_a_row_does_not_stop_the_brand(world):
    """H180 comes as 403, but it is a fault of the row."""
    world.book.retailers = {}
    with pytest.raises(IysRejected):
        world.registry.add(replace(MAIL, retailer_code="12345678"))
    assert not issubclass(IysRejected, IysForbidden)


def test_the_bytes_of_a_file_are_what_is_hashed(world, yesterday):
    """Not our reading of them."""
    content = world.book.day_file("2026-03-18")
    expected = hashlib.sha384(content).hexdigest()
    assert world.registry.day_file(yesterday).hash_value == expected


ACTS = st.tuples(
    st.sampled_from(["ali@example.com", "+905321112233", "0532", "x@y"]),
    st.sampled_from(["EPOSTA", "MESAJ"]),
    st.sampled_from(["ONAY", "RET"]),
    st.sampled_from(["HS_WEB", "HS_KARAR", "HS_2015", "IYS_WEB", None]),
    st.sampled_from(["BIREYSEL", "TACIR"]),
    st.integers(-120, 3),
)


class RulesAndFake(RuleBasedStateMachine):
    """The fake says "no" exactly where the rules say it, whatever came before."""

    @initialize()
    def open_books(self):
        """An empty brand of the first edition: no memory but the records."""
        self.world = World()
        self.movements = 0

    @rule(act=ACTS)
    def add(self, act):
        """The rules foretell the answer of a single add."""
        *words, hours = act
        recipient, type_, status, source, recipient_type = words
        moment = self.world.now + timedelta(hours=hours)
        consent = Consent(recipient, type_, status, source, moment, recipient_type)
        stored = self.world.book.record(consent.key)
        faults = [e.code for e in validate(consent, self.world.now)]
        wanted = faults or [transition(stored, consent)]
        try:
            self.world.v1.add(consent)
        except (IysRejected, IysStateError) as fault:
            assert [e.code for e in fault.errors] == wanted
        else:
            assert wanted == [None]
            self.movements += 1

    @rule(
        status=st.sampled_from(["ONAY", "RET"]), consent=st.sampled_from([MAIL, PHONE])
    )
    def citizen(self, status, consent):
        """The recipient's own act always counts."""
        self.world.book.citizen_act(consent.key, status)
        self.movements += 1
        assert self.world.v1.lookup(consent.key).status == status

    @rule(minutes=st.integers(1, 3000))
    def pass_time(self, minutes):
        """Up to two days."""
        self.world.pass_time(minutes=minutes)

    @invariant()
    def nothing_is_lost(self):
        """Each success is one movement; each record is its last movement."""
        store = self.world.book.store
        found = store.movements()
        assert len(found) == self.movements
        for record in store.all_records():
            assert store.movements(key=record.key)[-1].consent.status == record.status


TestRulesAndFake = RulesAndFake.TestCase


LOTS = st.lists(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["ONAY", "RET"])),
        min_size=1,
        max_size=3,
        unique_by=lambda row: row[0],
    ),
    min_size=1,
    max_size=5,
)


@given(LOTS)
def test_lots_and_single_adds_end_in_the_same_state(lots):
    """The worker applies the state rules just as a single add does."""
    one, many = World(), World()
    for lot in lots:
        for world in (one, many):
            world.pass_time(minutes=10)
        acts = [
            one.act(recipient=f"{name}@example.com", status=status)
            for name, status in lot
        ]
        many.v1.submit(acts)
        for act in acts:
            try:
                one.v1.add(act)
            except IysStateError:
                pass
    many.pass_time(minutes=10)
    assert one.book.counts() == many.book.counts()


def test_an_option_of_the_rules_reaches_the_books(world):
    """Section 13: a brand inside its activation window may load old consents."""
    world.option(rules=RuleOptions(three_day_rule=False))
    old = START - timedelta(days=400)
    world.registry.add(replace(MAIL, consent_date=old))
    assert world.registry.lookup(MAIL.key).consent_date == old
