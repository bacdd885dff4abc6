"""Finds every place in Odoo's own code through which an e-mail or SMS can leave."""

import ast
import importlib.util
from pathlib import Path
from typing import NamedTuple

#: Models whose records are messages on their way, or make them.
MODELS = ("mail.mail", "sms.sms", "mail.compose.message", "sms.composer")
MAKING = ("create", "new", "copy")
#: Calls that hand a message over, and methods of the models that do.
LEAVING = ("send_email", "sendmail", "send_message", "_send_sms_batch")
METHODS = ("_send", "send")


class Door(NamedTuple):
    """One place: file below the addon folder, function with its class, what it does."""

    file: str
    function: str
    what: str


def odoo_root():
    """Return the folder of the package ``odoo`` that tests run with."""
    return Path(importlib.util.find_spec("odoo.release").origin).parent


def addon_folders(root):
    """Return the folders Odoo's own addons are in, separate ones of a checkout too."""
    beside = root.parent / "addons"
    folders = [root / "addons"]
    return folders + ([beside] if (beside / "web/__manifest__.py").exists() else [])


def find_doors(folder):
    """Return the set of Doors in the addons of a folder, their tests left out."""
    found = set()
    for path in sorted(folder.glob("*/**/*.py")):
        file = path.relative_to(folder)
        if "tests" not in file.parts and not file.parts[0].startswith("test_"):
            text = path.read_text()
            if any(word in text for word in (*MODELS, *LEAVING)):
                found |= doors_in(text, str(file))
    return found


def doors_in(source, file):
    """Return the set of Doors in one source text."""
    seeker = _Seeker(file)
    seeker.visit(ast.parse(source))
    return seeker.found


class _Seeker(ast.NodeVisitor):
    def __init__(self, file):
        self.file = file
        self.found = set()
        self._place = []
        self._models = [set()]
        self._names = [{}]

    def visit_ClassDef(self, node):
        """Learn which model a class is about."""
        self._models.append(_models_of_class(node))
        self._inside(node)
        self._models.pop()

    def visit_FunctionDef(self, node):
        """A method of a message model that sends is a door by itself."""
        ours = self._models[-1] & set(MODELS)
        sends = node.name in METHODS and ours or node.name in LEAVING
        self._place.append(node.name)
        if sends:
            self._note(f"def {node.name}")
        self._place.pop()
        self._names.append({})
        self._inside(node)
        self._names.pop()

    def visit_Assign(self, node):
        """Remember which names stand for a model (``Mail = env["mail.mail"]``)."""
        model = self._model(node.value)
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._names[-1][target.id] = model
        self.generic_visit(node)

    def visit_Call(self, node):
        """A call that hands over, or that makes a message, is a door."""
        if isinstance(node.func, ast.Attribute):
            model = self._model(node.func.value)
            if node.func.attr in LEAVING:
                self._note(f"{node.func.attr}()")
            elif node.func.attr in MAKING and model in MODELS:
                self._note(f"{model}.{node.func.attr}()")
        self.generic_visit(node)

    def _inside(self, node):
        self._place.append(node.name)
        self.generic_visit(node)
        self._place.pop()

    def _note(self, what):
        self.found.add(Door(self.file, ".".join(self._place), what))

    def _model(self, node):
        """Return the model at the bottom of ``env["…"].sudo().with_context(…)``."""
        while True:
            match node:
                case ast.Call():
                    node = node.func
                case ast.Attribute():
                    node = node.value
                case ast.Subscript(slice=ast.Constant(value=str(name))):
                    return name
                case ast.Name(id=name):
                    return self._names[-1].get(name)
                case _:
                    return None


def _models_of_class(node):
    names = set()
    for line in node.body:
        match line:
            case ast.Assign(targets=[ast.Name(id="_name" | "_inherit")], value=value):
                names |= {
                    part.value
                    for part in ast.walk(value)
                    if isinstance(part, ast.Constant)
                }
    return names
