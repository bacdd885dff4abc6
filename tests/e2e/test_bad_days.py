"""What happens between "Send" and the mail server: refusals, retries, lines that break."""

import re

import pytest
import requests

from . import doors_mail, doors_sms
from .mixed_house import open_house
from .mixed_people import people

GROUPS = ("retry", "later", "texts", "broken", "stopped", "reader")
#: One hundred and eleven of the first kind; more than Odoo sends at once (100).
SHARE = 0.37
KIND = "approved"


@pytest.fixture(scope="module")
def house(stack):
    """A group of approved people for each test: refusals of one are not another's."""
    with open_house(stack, "days") as ready:
        for number, name in enumerate(GROUPS):
            ready.settle(name, SHARE, first_of(number), [KIND])
        yield ready


def first_of(place):
    """Number of the first person of a group."""
    return 400_000 + 10_000 * place


def addresses(name, field="to_mail"):
    """The addresses of a group, in order."""
    everybody = people(SHARE, first_of(GROUPS.index(name)))
    return [getattr(one, field) for one in everybody if one.kind == KIND]


def prepare(house, name):
    """Launch a mailing to a group; its letters wait in the queue."""
    made = doors_mail.mailing(house, house.groups[name])
    house.author.call("mailing.mailing", "action_launch", [made])
    house.run("mailing")
    return made


def test_who_refuses_while_the_letter_waits_gets_nothing(house):
    """R-25, queue run later: the gate is asked again when the letter leaves."""
    house.begin()
    prepare(house, "later")
    assert not house.mail.letters
    gone, staying = addresses("later")[:30], addresses("later")[30:]
    house.desk.refuse("EPOSTA", gone)
    house.run("mail")
    assert house.mail.addresses() == dict.fromkeys(staying, 1)


def test_who_refuses_while_the_sms_waits_gets_nothing(house):
    """R-25, queue run later, SMS (V-3)."""
    house.begin()
    ids = list(house.groups["texts"]["partners"].values())
    doors_sms.composer(
        house, composition_mode="mass", res_model="res.partner", res_ids=repr(ids),
        body=doors_sms.TEXT,
    )  # fmt: skip
    numbers = addresses("texts", "to_phone")
    house.desk.refuse("MESAJ", numbers[:30])
    house.run("sms")
    assert house.sms.numbers() == dict.fromkeys(numbers[30:], 1)


def test_a_retry_asks_again(house):
    """R-25, retry: one who refused after the failure is not tried again."""
    house.begin()
    failing = addresses("retry")[:10]
    for address in failing:
        house.mail.refuse(address, "550 5.1.1 No such mailbox")
    made = prepare(house, "retry")
    house.run("mail")
    house.mail.welcome(*failing)
    house.desk.refuse("EPOSTA", failing[:1])
    house.author.call("mailing.mailing", "action_retry_failed", [made])
    house.run("mailing", "mail")
    assert house.mail.addresses() == dict.fromkeys(addresses("retry")[1:], 1)


def test_a_line_that_breaks_costs_nobody_a_letter_and_nobody_gets_two(house):
    """SMTP down in mid-run: when it is back, everybody has exactly one letter."""
    house.begin()
    house.mail.drop_after(40)
    made = prepare(house, "broken")
    with doors_mail.refused():  # the job may say that it stumbled
        house.start("mail")
    house.mail.drop_after(None)
    assert house.mail.addresses().keys() < set(addresses("broken"))
    house.run("mail")
    house.author.call("mailing.mailing", "action_retry_failed", [made])
    house.run("mailing", "mail")
    assert house.mail.addresses() == dict.fromkeys(addresses("broken"), 1)


@pytest.mark.parametrize(
    "door",
    [doors_mail.mass_mailing_to_contacts, doors_mail.mail_by_rpc, doors_sms.mass_sms,
     doors_sms.sms_by_rpc],
    ids=lambda door: door.__name__,
)  # fmt: skip
def test_a_stopped_brand_writes_to_nobody(house, door):
    """The emergency stop closes every door, whoever approved."""
    house.begin()
    house.desk.ask("stop")
    some = [one for one in people(SHARE, first_of(4)) if one.kind == KIND][:20]
    with doors_mail.refused():
        door(house, house.groups["stopped"], some)
    house.desk.ask("stop", is_on=False)
    assert not house.mail.letters and not house.sms.lots


@pytest.fixture(scope="module")
def letter(house):
    """One commercial letter as the mail server got it."""
    house.begin()
    prepare(house, "reader")
    house.run("mail")
    return house.mail.delivered()[0]


def test_a_letter_says_who_writes(letter):
    """L-41: trade name, MERSİS number and a way to reach the sender."""
    text = letter.message.get_body(("html",)).get_content()
    for fact in ("alpha A.Ş.", "0000000000000101", "iletisim@alpha.example.com"):
        assert fact in text


def test_a_letter_offers_one_click(letter):
    """RFC 8058: both headers, and the address is ours."""
    head = letter.message
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.search(r"<http[^>]+/iys/refuse/[^>]+/oneclick>", head["List-Unsubscribe"])


def test_one_click_is_a_refusal_at_once_and_looking_is_none(house, letter):
    """L-43, L-44: a look changes nothing; the post refuses, the next letter stays away."""
    link = re.search(r"<(http[^>]+/oneclick)>", letter.message["List-Unsubscribe"])[1]
    address = letter.recipients[0].lower()
    requests.get(link.removesuffix("/oneclick"), timeout=60).raise_for_status()
    assert address in next_mailing(house)
    answer = requests.post(link, data={"List-Unsubscribe": "One-Click"}, timeout=60)
    answer.raise_for_status()
    assert set(addresses("reader")) - next_mailing(house) == {address}


def next_mailing(house):
    """Send another mailing to the readers; return who got it."""
    house.begin()
    prepare(house, "reader")
    house.run("mail")
    return set(house.mail.addresses())
