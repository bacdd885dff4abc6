"""The stack in one object: what tests, benches and `run` use."""

import os
import subprocess

from . import databases, odoo_source, places, postgres, python_env, system
from .server import Server

CONFIGURATION = """\
[options]
addons_path = {addons_path}
data_dir = {data_dir}
admin_passwd = {password}
list_db = True
http_interface = 127.0.0.1
proxy_mode = False
without_demo = True
limit_time_cpu = 600
limit_time_real = 1200
limit_memory_soft = 4294967296
limit_memory_hard = 6442450944
"""
# Odoo starts its evented worker by running its own file again: `-m odoo` would
# not do, and not every way of installing Odoo brings a program.
PROGRAM = """\
from odoo.cli.command import main

main()
"""


class Stack:
    """Odoo, its Python and PostgreSQL, ready; a context manager that leaves it."""

    def __init__(self, source, python, server):
        """Take what `up()` has found; nobody else calls this."""
        self.source = source
        self.python = str(python)
        self.server = server
        self.state = places.STATE
        self.conf_path = self.state / "odoo.conf"
        self.data_dir = self.state / "data"
        self.program = self.state / "bin/odoo"
        #: Environment for psycopg2, psql and Odoo; empty when PG* are set outside.
        self.pg_env = dict(server.env)

    @classmethod
    def up(cls):
        """Lay what is missing, start PostgreSQL and return the stack.

        Raises StackError naming what to install or to set.
        """
        places.STATE.mkdir(mode=0o755, exist_ok=True)
        cache = places.cache_root()
        cache.mkdir(parents=True, exist_ok=True)
        server = postgres.find_server()
        source = odoo_source.find_odoo(cache)
        python = python_env.python_for(source, cache)
        server.start()
        stack = cls(source, python, server)
        stack._write_configuration()
        _replace(stack.program, PROGRAM)
        return stack

    def close(self):
        """Leave the stack; a private PostgreSQL stops with its last user."""
        self.server.stop()

    def __enter__(self):
        """Use as `with Stack.up() as stack`."""
        return self

    def __exit__(self, *_error):
        """Leave the stack whatever happened."""
        self.close()

    def _write_configuration(self):
        # Odoo warns of a folder without an addon in it.
        ours = [places.REPO] if places.addons() else []
        paths = self.source.addons_paths() + ours
        text = CONFIGURATION.format(
            addons_path=",".join(map(str, paths)),
            data_dir=self.data_dir,
            password="admin",
        )
        _replace(self.conf_path, text)

    # === PROGRAMS === #

    def environment(self, extra=None):
        """Return the environment for a program on this stack."""
        own = {"ODOO_RC": str(self.conf_path), "PYTHONUNBUFFERED": "1"}
        return os.environ | self.pg_env | own | (extra or {})

    def odoo_command(self, args):
        """Return Odoo's command line; the configuration comes by environment."""
        return [self.python, str(self.program), *map(str, args)]

    def odoo(self, args, *, check=True, capture=True, env=None):
        """Run Odoo to its end and return the CompletedProcess (text, stderr in stdout).

        Raises StackError with the last lines when it fails and `check` is true.
        """
        options = {"env": self.environment(env), "cwd": places.REPO}
        if capture:
            options |= {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        if check:
            return system.run(self.odoo_command(args), capture_output=False, **options)
        return subprocess.run(
            self.odoo_command(args), check=False, text=True, **options
        )

    def run(self, command, *, env=None):
        """Run a program in the foreground and return its exit code.

        Ctrl-C reaches it by the terminal; SIGTERM is handed on. We wait for it
        either way, so that it never outlives us, and then stop too.
        """
        child = subprocess.Popen(
            list(map(str, command)),
            env=self.environment(env),
            cwd=places.REPO,
            preexec_fn=system.die_with_parent,
        )
        try:
            return child.wait()
        except KeyboardInterrupt:
            _wait_patiently(child)
            raise
        except SystemExit:
            child.terminate()
            _wait_patiently(child)
            raise

    # === DATABASES === #

    def connect(self, database):
        """Return a psycopg2 connection to a database of this stack."""
        import psycopg2

        return psycopg2.connect(dbname=database, **self.connect_arguments())

    def connect_arguments(self):
        """Return psycopg2's arguments for our server (host, port, user)."""
        names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user"}
        return {names[key]: value for key, value in self.pg_env.items()}

    def sql(self, statement, database="postgres"):
        """Run SQL with psql and return its rows as lines, columns parted by `|`."""
        psql = system.need_postgres("psql")
        command = [psql, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        command += ["-d", database, "-c", statement]
        done = system.run(command, env=self.environment())
        return done.stdout.splitlines()

    def create_database(self, name, modules=("izinnet_iys",), demo=False, cached=True):
        """Make a database with the modules installed, replacing one of that name.

        Databases with the same modules and the same addon sources are copied from
        a template; `cached=False` really installs the modules (slower).
        """
        databases.create(self, name, tuple(modules), demo, cached)

    def drop_database(self, name):
        """Drop a database and its files; no error when it is not there."""
        databases.drop(self, name)

    # === SERVERS === #

    @staticmethod
    def free_port():
        """Return a free TCP port of 127.0.0.1."""
        return system.free_port()

    def serve(self, database, workers=2, cron_threads=2, env=None, args=(), port=None):
        """Return a Server, a context manager around a running Odoo.

        `workers=0` is Odoo's threaded mode, the one in which /websocket answers
        on the same port.
        """
        return Server(self, database, workers, cron_threads, env, args, port)


def _replace(path, text):
    """Write a file that other commands may be reading at this moment."""
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.write_text(text)
    temporary.replace(path)


def _wait_patiently(child):
    """Wait for the child's own end; a second Ctrl-C ends it the hard way."""
    try:
        child.wait()
    except KeyboardInterrupt:
        child.kill()
        child.wait()


def stop_everything():
    """Stop a private PostgreSQL even if other commands use it."""
    postgres.find_server().kill()
