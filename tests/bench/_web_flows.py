"""A burst of whole visits behind one address: page, answer, second press, confirmation.

Everybody comes from one network, as in a stadium, so most are asked for a second press
(R-43). Visits begin at a fixed rate whatever the server does (R-61, R-64); meanwhile the
back office is looked at (R-65), and the jobs record and send as they do in earnest.
"""

import html
import re
import statistics
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import requests

from tests.simulators.smtp import MailServer

#: A visit that hangs longer than this is lost.
PATIENCE = 90
#: The page shows its button after so long; robots would have to wait as well.
SECOND_PRESS = 3.2
HIDDEN = re.compile(r'type="hidden"\s+name="(\w+)"\s+value="([^"]*)"')
BOX = re.compile(r'name="(box_\d+)"')
LINK = re.compile(r"/iys/confirm/[\w-]+")
#: Seconds until the jobs must have settled everything.
SETTLED = 300


@dataclass
class Visit:
    """What one visitor met: seconds and status of each request, and how it ended."""

    address: str
    seconds: list = field(default_factory=list)
    statuses: list = field(default_factory=list)
    pressed_twice: bool = False
    is_taken: bool = False


class Burst:
    """Visits at a rate, against one form that asks to confirm."""

    def __init__(self, server, token, people, rate):
        self.server, self.path = server, f"/izin/{token}"
        self.people, self.rate = people, rate
        self.visits, self.desk = [], []

    def run(self):
        """Let everybody come; returns the `Visit`s."""
        over = threading.Event()
        watcher = threading.Thread(target=self._watch_desk, args=(over,))
        watcher.start()
        begun = time.monotonic()
        with ThreadPoolExecutor(min(self.people, 400)) as pool:
            hands = []
            for number in range(self.people):
                time.sleep(max(0, begun + number / self.rate - time.monotonic()))
                hands.append(pool.submit(self._visit, number))
            self.visits = [hand.result() for hand in hands]
        over.set()
        watcher.join()
        return self.visits

    def confirm(self, links):
        """Press the links of the mails at the same rate; returns seconds and statuses."""

        def press(link):
            begun = time.monotonic()
            answer = requests.post(
                self.server.url + link, data={"x": "1"}, timeout=PATIENCE
            )
            return time.monotonic() - begun, answer.status_code

        begun = time.monotonic()
        with ThreadPoolExecutor(min(len(links), 200)) as pool:
            hands = []
            for number, link in enumerate(links):
                time.sleep(max(0, begun + number / self.rate - time.monotonic()))
                hands.append(pool.submit(press, link))
            return [hand.result() for hand in hands]

    def _visit(self, number):
        visit = Visit(f"kisi{number}-{time.time_ns()}@deneme.example.com")
        with requests.Session() as session:
            page = self._ask(visit, session.get)
            if page is None or page.status_code != 200:
                return visit
            values = self._hidden(page.text)
            values |= {BOX.search(page.text)[1]: "1", "name": "Deniz Deneme"}
            answer = self._ask(visit, session.post, {**values, "email": visit.address})
            if answer is not None and 'name="stamp"' in answer.text:
                visit.pressed_twice = True
                time.sleep(SECOND_PRESS)
                answer = self._ask(visit, session.post, self._hidden(answer.text))
            visit.is_taken = answer is not None and (
                answer.status_code == 200 and "onay bağlantısı" in answer.text
            )
        return visit

    def _hidden(self, text):
        return {name: html.unescape(value) for name, value in HIDDEN.findall(text)}

    def _ask(self, visit, method, data=None):
        begun = time.monotonic()
        headers = {"Accept-Language": "tr"}
        try:
            answer = method(
                self.server.url + self.path,
                headers=headers,
                timeout=PATIENCE,
                **({"data": data} if data else {}),
            )
            visit.statuses.append(answer.status_code)
        except requests.RequestException as error:
            answer = None
            visit.statuses.append(type(error).__name__)
        visit.seconds.append(time.monotonic() - begun)
        return answer

    def _watch_desk(self, over):
        """Look at a page of the back office once a second."""
        while not over.wait(1):
            begun = time.monotonic()
            requests.get(f"{self.server.url}/web/login", timeout=PATIENCE)
            self.desk.append(time.monotonic() - begun)


def settle(stack, database, mail, kept):
    """Wait until the jobs recorded every answer and sent every mail.

    Returns (seconds it took, links of the mails).
    """
    begun = time.monotonic()
    while time.monotonic() < begun + SETTLED:
        waiting = int(stack.sql("SELECT count(*) FROM iys_form_answer", database)[0])
        links = [found[0] for found in map(_link, list(mail.letters)) if found]
        if not waiting and len(links) >= kept:
            break
        time.sleep(0.5)
    return time.monotonic() - begun, links


def _link(letter):
    if letter.ended is None:
        return None
    body = letter.message.get_body(("html", "plain"))
    return LINK.search(body.get_content()) if body else None


def measure(stack, database, token, options, serve):
    """Run the burst in a database that is prepared; returns lines of the table."""
    with MailServer() as mail:
        args = [f"--smtp={mail.host}", f"--smtp-port={mail.port}"]
        args += ["--email-from=biz@alfa.example.com"]
        with serve(stack, database, options, cron_threads=1, more=args) as server:
            burst = Burst(server, token, options.people, options.rate)
            visits = burst.run()
            kept = [visit for visit in visits if visit.is_taken]
            seconds, links = settle(stack, database, mail, len(kept))
            presses = burst.confirm(links)
            lines = _lines_of(burst, visits, kept, seconds, links, presses)
    found = stack.sql(
        "SELECT count(*) FROM iys_consent WHERE status = 'ONAY'"
        " AND origin_model = 'iys.confirmation'",
        database,
    )
    lines.append(
        ("approvals recorded by confirming", found[0], f"of {len(links)} mails")
    )
    return lines


def _lines_of(burst, visits, kept, seconds, links, presses):
    statuses = Counter(status for visit in visits for status in visit.statuses)
    every = [second for visit in visits for second in visit.seconds]
    odd = {key: count for key, count in statuses.items() if key not in (200, 429, 503)}
    twice = sum(visit.pressed_twice for visit in visits)
    pressed = Counter(status for _second, status in presses)
    return [
        (
            f"burst: {len(visits)} people from one address",
            f"{burst.rate} a second",
            f"{twice} pressed twice",
        ),
        ("  got through", len(kept), f"of {len(visits)}, goal all (R-43)"),
        ("  shed or odd answers", _spell(odd), "goal: 429 or 503 alone"),
        ("  each request, p50, p95, p99", _tail(every), "R-61: p95 ≤ 2 s, p99 ≤ 4 s"),
        ("  back office meanwhile, p95", _tail(burst.desk), "goal p95 ≤ 3 s (R-65)"),
        (
            "  answers recorded and mails out",
            f"{seconds:.0f} s after",
            f"{len(links)} mails",
        ),
        (
            "  confirmations",
            _tail([second for second, _status in presses]),
            _spell(pressed),
        ),
    ]


def _tail(seconds):
    if len(seconds) < 2:
        return "–"
    cuts = statistics.quantiles(seconds, n=100)
    return ", ".join(f"{cuts[at] * 1000:.0f}" for at in (49, 94, 98)) + " ms"


def _spell(counts):
    return ", ".join(f"{key}: {count}" for key, count in counts.items()) or "0"
