"""An attack on codes by SMS, over HTTP at eight workers; the gateway's history judges."""

import contextlib
import re
import secrets
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.simulators.sms import Limits, SmsSimulator
from tests.stack import system

from . import odoo_here
from .conftest import PREFIX

WORKERS = 8
#: Seconds until the queue has certainly sent what waits.
PATIENCE = 60
SECRET = re.compile(r'name="secret" value="([^"]+)"')


@pytest.fixture(scope="module")
def database(stack):
    """A database with the website and SMS addons."""
    name = f"{PREFIX}codes_{secrets.token_hex(3)}"
    stack.create_database(name, modules=("izinnet_iys_website", "izinnet_iys_sms"))
    yield name
    odoo_here.close_connections()
    stack.drop_database(name)


@pytest.fixture(scope="module")
def phones():
    """The operator and the phones."""
    with SmsSimulator(limits=Limits.off(), report_seconds=1) as simulator:
        simulator.account("netgsm").packages["OTP SMS"] = 100_000
        yield simulator


@pytest.fixture(scope="module")
def server(stack, database, driver, phones):
    """Odoo with eight workers and one for its jobs."""
    port = system.free_port()
    account = phones.account("netgsm").described(phones.url("netgsm"))
    url = f"http://127.0.0.1:{port}"
    assert driver.run(("found_codes", {"account": account, "url": url})) == [0]
    with stack.serve(
        database, workers=WORKERS, cron_threads=1, env=odoo_here.HOSTS, port=port
    ) as running:
        yield running


@pytest.fixture
def cursor(stack, database, server):
    """A cursor that sees each moment's rows."""
    with contextlib.closing(stack.connect(database)) as connection:
        connection.autocommit = True
        with connection.cursor() as cr:
            yield cr


class Attack:
    """Posts to the form as robots do: each with a secret of its own."""

    def __init__(self, url, cursor, driver, phones):
        """Read what a page shows to everybody."""
        cursor.execute("SELECT token FROM iys_form_point LIMIT 1")
        self.page = f"{url}/izin/{cursor.fetchone()[0]}"
        self.url, self.cursor, self.driver, self.phones = url, cursor, driver, phones
        shown = requests.get(self.page, timeout=60).text
        pairs = re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', shown)
        boxes = re.findall(r'name="(box_\d+)"', shown)
        self.hidden = {**dict(pairs), "name": "Deniz Deneme"}
        #: of SMS, the second box of the form
        self.box = boxes[1]

    def begin(self, **limits):
        """Empty the book and the phones."""
        assert self.driver.run(("forget_codes", limits)) == [0]
        self.phones.reset()
        self.phones.account("netgsm").packages["OTP SMS"] = 100_000

    def answer(self, number):
        """Send the form for a number; returns the secret of the page it leads to."""
        secret = secrets.token_urlsafe(24)
        values = {**self.hidden, "secret": secret, "phone": number, self.box: "1"}
        told = requests.post(self.page, data=values, timeout=120, allow_redirects=False)
        assert told.status_code == 303, (told.status_code, told.text[:300])
        return told.headers["Location"].rpartition("/")[2].partition("?")[0]

    def type(self, secret, code):
        """Type a code on the page; returns what it says."""
        data = {"code_confirm_mesaj": code}
        return self.post(secret, data)

    def post(self, secret, data):
        """Post to the page of a code."""
        told = requests.post(f"{self.url}/iys/code/{secret}", data=data, timeout=120)
        assert told.status_code == 200, told.status_code
        return told.text

    def all(self, act, values, hands=32):
        """Do something for each value, many at once."""
        with ThreadPoolExecutor(hands) as pool:
            return list(pool.map(act, values))

    def count(self, table, where="TRUE"):
        """Count rows."""
        self.cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}")
        return self.cursor.fetchone()[0]

    def sent(self):
        """Wait until the queue is empty; return {number: texts} of the gateway."""
        end = time.monotonic() + PATIENCE
        while self.on_the_way() and time.monotonic() < end:
            time.sleep(0.2)
        found = {}
        for (number, _text), times in self.phones.served().items():
            found[number[-10:]] = found.get(number[-10:], 0) + times
        return found

    def on_the_way(self):
        """How much is neither at the gateway nor given up."""
        waiting = self.count("sms_sms", "state IN ('outgoing', 'process')")
        return waiting + self.count("iys_sms_job", "state = 'in_flight'")

    def code_on(self, number):
        """The newest code that arrived on a phone."""
        self.sent()
        texts = [t.text for t in self.phones.texts() if t.number[-10:] == number[-10:]]
        return re.findall(r"(?<!\d)\d{6}(?!\d)", texts[-1])[0]


@pytest.fixture
def attack(server, cursor, driver, phones):
    """An attack on an empty book."""
    made = Attack(server.url, cursor, driver, phones)
    made.begin()
    return made


def spread(count, first=0):
    """Different numbers, no two of a prefix."""
    return [f"+90532{serial:03d}{serial:04d}" for serial in range(first, first + count)]


def wrong(code):
    """Another code."""
    return f"{(int(code) + 1) % 10**6:06d}"


def test_fifty_wrong_codes_at_once_are_five_tries(attack):
    """R-41: accepted tries = 5, and the right one after them opens nothing."""
    number = "+905321110001"
    secret = attack.answer(number)
    code = attack.code_on(number)
    pages = attack.all(lambda _n: attack.type(secret, wrong(code)), range(50), hands=50)
    assert attack.count("iys_sms_try") == 5
    assert sum("deneme hakkınız" in page for page in pages) == 4
    attack.type(secret, code)
    assert attack.count("iys_consent") == 0


def test_the_right_code_fifty_times_at_once_is_one_consent(attack):
    """R-41: a code counts once."""
    number = "+905321110002"
    secret = attack.answer(number)
    code = attack.code_on(number)
    attack.all(lambda _n: attack.type(secret, code), range(50), hands=50)
    assert attack.count("iys_consent", "status = 'ONAY'") == 1
    assert attack.count("iys_sms_try", "is_right IS NOT TRUE") <= 5


def test_a_number_under_attack_gets_one_text_a_minute(attack):
    """R-42, T-10: forty robots, one number, and none of them leaves a second text."""
    number = "+905321110003"
    found = attack.all(attack.answer, [number] * 40)
    attack.all(lambda secret: attack.post(secret, {"again": "1"}), found[:20])
    assert attack.sent() == {number[-10:]: 1}


def test_a_double_click_leaves_one_text(attack):
    """R-42: the same page sent eight times at once."""
    number, secret = "+905321110004", secrets.token_urlsafe(24)
    values = {**attack.hidden, "secret": secret, "phone": number, attack.box: "1"}

    def press(_n):
        return requests.post(attack.page, data=values, timeout=120).status_code

    assert set(attack.all(press, range(8))) == {200}
    assert attack.sent() == {number[-10:]: 1}
    assert attack.count("iys_confirmation") == 1


def test_numbers_of_one_prefix_share_thirty_texts(attack):
    """R-42."""
    attack.all(attack.answer, [f"+90532111{serial:04d}" for serial in range(45)])
    assert sum(attack.sent().values()) == 30


def test_a_company_s_cap_is_kept_to_the_text(attack):
    """R-42: overshoot 0 over eight workers, and nothing is left unused."""
    attack.begin(iys_codes_hour=50)
    attack.all(attack.answer, spread(100))
    sent = attack.sent()
    assert (sum(sent.values()), max(sent.values())) == (50, 1)


def test_pumping_is_stopped(attack):
    """R-44: codes nobody enters; at the most 250 texts, an alarm, refusing goes on."""
    found = attack.all(attack.answer, spread(230))
    time.sleep(6)  # robots learn to press
    attack.all(lambda secret: attack.post(secret, {"again": "1"}), found)
    more = attack.all(attack.answer, spread(30, first=300))
    time.sleep(6)
    attack.all(lambda secret: attack.post(secret, {"again": "1"}), more)
    assert 100 <= sum(attack.sent().values()) <= 250
    assert attack.count("iys_sms_pause") == 1
    refuse = requests.get(f"{attack.url}/iys/refuse/{'A' * 43}", timeout=60)
    assert refuse.status_code == 200


def test_the_books_hold_no_complaint_of_the_gateway(attack):
    """Every text was sent as the operator's contract says."""
    attack.answer("+905321110009")
    attack.sent()
    assert attack.phones.complaints == []
