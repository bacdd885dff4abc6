"""A small driver for Chromium through its DevTools protocol: no Node, no WebDriver."""

import base64
import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START_SECONDS = 30
WAIT_SECONDS = 60


class BrowserError(Exception):
    """The page did not do what was expected; the message says what was waited for."""


class Browser:
    """One headless Chromium with one page; use it with `with`."""

    def __init__(self, time_zone="Europe/Istanbul"):
        """Find the program; raises BrowserError when there is none."""
        self.time_zone = time_zone
        paths = (shutil.which(name) for name in NAMES)
        self._program = next((path for path in paths if path), None)
        if not self._program:
            raise BrowserError("Chromium is missing: apt-get install chromium")
        self._profile = tempfile.mkdtemp(prefix="izinnet-browser-")
        self._process = self._socket = None
        self._last_id = 0

    def __enter__(self):
        """Start the browser and connect to its page."""
        self._process = subprocess.Popen(
            [
                self._program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--remote-debugging-port=0",
                f"--user-data-dir={self._profile}",
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._connect()
        self.call("Page.enable")
        self.call("Runtime.enable")
        self.call("Emulation.setTimezoneOverride", timezoneId=self.time_zone)
        return self

    def __exit__(self, *_error):
        """End the browser and remove its profile."""
        if self._socket:
            self._socket.close()
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _connect(self):
        port_file = Path(self._profile) / "DevToolsActivePort"
        end = time.monotonic() + START_SECONDS
        while not port_file.exists() or not port_file.read_text().strip():
            if time.monotonic() > end or self._process.poll() is not None:
                raise BrowserError("Chromium does not start")
            time.sleep(0.1)
        port, path = port_file.read_text().split()[:2]
        self._socket = websocket.create_connection(
            f"ws://127.0.0.1:{port}{path}",
            timeout=WAIT_SECONDS,
            suppress_origin=True,
        )
        self._session = None
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(t["targetId"] for t in targets if t["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]

    def call(self, method, **params):
        """Send one protocol command and return its result; raises BrowserError."""
        self._last_id += 1
        message = {"id": self._last_id, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._last_id:
                break
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def evaluate(self, script):
        """Run JavaScript in the page, wait for a promise, return a plain value."""
        answer = self.call(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            text = details.get("exception", {}).get("description") or details["text"]
            raise BrowserError(text)
        return answer["result"].get("value")

    def open(self, url):
        """Load an address and wait until the document is complete."""
        self.call("Page.navigate", url=url)
        self.wait("document.readyState === 'complete'")

    def wait(self, condition, seconds=WAIT_SECONDS):
        """Wait until a JavaScript expression is true; raises BrowserError."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(BrowserError):
                if self.evaluate(f"Boolean({condition})"):
                    return
            time.sleep(0.2)
        raise BrowserError(f"waited {seconds} s in vain for: {condition}")

    def wait_for(self, selector):
        """Wait for a visible element."""
        name = json.dumps(selector)
        self.wait(f"document.querySelector({name})?.getClientRects().length")

    def click(self, selector):
        """Wait for an element and click it as a script would."""
        self.wait_for(selector)
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def fill(self, selector, text):
        """Type into a field: value, then the events frameworks listen to."""
        self.wait_for(selector)
        self.evaluate(
            f"""(() => {{
                const field = document.querySelector({json.dumps(selector)});
                field.focus();
                field.value = {json.dumps(text)};
                field.dispatchEvent(new Event("input", {{bubbles: true}}));
                field.dispatchEvent(new Event("change", {{bubbles: true}}));
                field.blur();
            }})()"""
        )

    def resize(self, width, height):
        """Give the page a size in CSS pixels; up to 767 it is a phone with touch."""
        phone = width < 768
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=phone,
        )
        self.call("Emulation.setTouchEmulationEnabled", enabled=phone)

    def screenshot(self, path):
        """Save what is seen as a PNG file."""
        answer = self.call("Page.captureScreenshot", format="png")
        Path(path).write_bytes(base64.b64decode(answer["data"]))
