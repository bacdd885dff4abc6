"""Databases by copying templates: installing Odoo takes a minute, copying a second."""

import os
import shutil

from . import places
from .trouble import say

# What every addon of ours stands on; the template that all others start from.
BASE_MODULES = ("base", "mail", "contacts", "phone_validation", "mass_mailing")
PREFIX = "izinnet_template"


def create(stack, name, modules, demo, cached):
    """Make the database; see Stack.create_database."""
    with places.locked(stack.state / "databases.lock"):
        template = _base_template(stack, demo)
        if cached:
            template = _module_template(stack, template, modules, demo)
        _copy(stack, template, name)
    if not cached:
        _install(stack, name, modules, demo)


def drop(stack, name):
    """Drop the database, its connections and its files."""
    if exists(stack, name):
        stack.sql(f'ALTER DATABASE "{name}" WITH is_template false')
    stack.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_files(stack, name), ignore_errors=True)


def exists(stack, name):
    """Tell if the server has a database of that name."""
    return bool(stack.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def _base_template(stack, demo):
    sort = places.short_hash(stack.source.key, *BASE_MODULES)
    name = f"{PREFIX}_base_{sort}{'_demo' if demo else ''}"
    if not exists(stack, name):
        say(f"preparing a database with {', '.join(BASE_MODULES)}")
        _make_template(stack, name, None, BASE_MODULES, demo)
    return name


def _module_template(stack, base, modules, demo):
    addons = places.addons()
    # One of ours may bring others of ours along; foreign modules never do.
    ours = addons if set(addons) & set(modules) else []
    sources = places.source_hash(places.REPO / addon for addon in ours)
    sort = places.short_hash(base, *modules)
    name = f"{PREFIX}_{sort}_{sources}"
    if not exists(stack, name):
        _drop_older(stack, f"{PREFIX}_{sort}_")
        say(f"preparing a database with {', '.join(modules)}")
        _make_template(stack, name, base, modules, demo)
    return name


def _drop_older(stack, prefix):
    rows = stack.sql("SELECT datname FROM pg_database")
    for name in (row for row in rows if row.startswith(prefix)):
        drop(stack, name)


def _make_template(stack, name, base, modules, demo):
    """Install under a temporary name: a template is there whole or not at all."""
    unfinished = f"{name}_part"
    if base:
        _copy(stack, base, unfinished)
    else:
        drop(stack, unfinished)
        stack.sql(
            f"CREATE DATABASE \"{unfinished}\" TEMPLATE template0 ENCODING 'UTF8'"
        )
    _install(stack, unfinished, modules, demo)
    # The server runs without fsync: killed later, it must not lose a page of what is
    # copied from now on (seen once: a sequence one behind its table).
    stack.sql("CHECKPOINT")
    stack.sql(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    shutil.rmtree(_files(stack, name), ignore_errors=True)
    if _files(stack, unfinished).exists():
        _files(stack, unfinished).rename(_files(stack, name))
    # No connections: a scheduler that visits all databases leaves it alone.
    stack.sql(f'ALTER DATABASE "{name}" WITH is_template true allow_connections false')


def _install(stack, name, modules, demo):
    args = ["-d", name, "-i", ",".join(modules), "--stop-after-init"]
    args += ["--no-http", "--max-cron-threads=0"]
    stack.odoo([*args, "--with-demo"] if demo else args)


def _copy(stack, template, name):
    drop(stack, name)
    stack.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    if _files(stack, template).exists():
        # Attachments are stored by content and never changed: links are copies.
        shutil.copytree(
            _files(stack, template), _files(stack, name), copy_function=os.link
        )


def _files(stack, name):
    return stack.data_dir / "filestore" / name
