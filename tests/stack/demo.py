"""`./run demo`: Odoo with example data and the simulators, for people and for CI."""

import contextlib
import json
import subprocess
import sys

from . import places, system
from .trouble import StackError, say

DATABASE = "izinnet_demo"
LOGINS = {"administrator": "admin / admin", "demo user": "demo / demo"}


def check(stack):
    """Prove the demo from outside, through HTTP and SQL; return the exit code."""
    if not (places.REPO / "tests/e2e/demo_check.py").exists():
        raise StackError("tests/e2e/demo_check.py does not exist yet")
    return stack.run([stack.python, "-m", "tests.stack.demo"])


def show(stack, port):
    """Serve the demo database until Ctrl-C."""
    stack.create_database(DATABASE, modules=places.addons(), demo=True)
    with simulators(stack) as addresses:
        # Threads, not workers: only so does /websocket answer on the same port.
        hosts = {"IZINNET_HOSTS": "127.0.0.1"}
        with stack.serve(DATABASE, workers=0, port=port or 0, env=hosts) as server:
            _use_operator(stack, server, addresses)
            _tell(server, addresses)
            with contextlib.suppress(KeyboardInterrupt):
                server.process.wait()
    return 0


def _use_operator(stack, server, addresses):
    """Let the demo company send SMS by Netgsm's simulator."""
    account = json.dumps(addresses["sms"]["accounts"][0])
    module = [stack.python, "-m", "tests.e2e.demo_operator"]
    if stack.run([*module, server.url, DATABASE, account]):
        say("the demo company keeps its trial account for SMS")


def _tell(server, addresses):
    print(f"Odoo: {server.url}/odoo")
    for who, login in LOGINS.items():
        print(f"  {who}: {login}")
    print(f"Log: {server.log_path}")
    for name, simulator in addresses.items():
        print(f"Simulator of {name}: {simulator['base_url']}")
        if "phones_url" in simulator:
            print(f"  see the phones, answer on them: {simulator['phones_url']}")
        else:
            print(f"  see its registry, act as a citizen: {simulator['control_url']}")
        for account in simulator.get("accounts", ()):
            print(f"  account: {account['username']} / {account['password']}")
    print("Ctrl-C ends it.", flush=True)


@contextlib.contextmanager
def simulators(stack, *args):
    """Run the simulators; yield what their first line of JSON tells (a dict)."""
    process = subprocess.Popen(
        [stack.python, "-m", "tests.simulators", *map(str, args)],
        env=stack.environment(),
        cwd=places.REPO,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=system.die_with_parent,
    )
    try:
        yield _first_line(process)
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def _first_line(process):
    line = process.stdout.readline()
    try:
        return json.loads(line)
    except ValueError:
        raise StackError(f"the simulators said {line[:200]!r}, not JSON") from None


def main():
    """Run the check in the stack's own Python (`check()` starts it)."""
    from tests.e2e import demo_check

    from .stack import Stack

    with Stack.up() as stack:
        return demo_check.main(stack)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StackError as error:
        say(f"stopped: {error}")
        sys.exit(1)
