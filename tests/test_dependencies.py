"""What is imported is asked for by name, never had only because something else brings it."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHIPPED = {"config", "demo", "roster", "sites", "staff"}
TRIED = {"benchmarks", "tests"}


def imported(folder):
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield node.module.split(".")[0]


def asked_for(lines):
    return {_plain(re.match(r"[\w.-]+", line)[0]) for line in lines}


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def not_asked_for(folders, asked):
    brought = packages_distributions()
    names = {name for folder in folders for name in imported(folder)}
    foreign = names - SHIPPED - TRIED - sys.stdlib_module_names
    return {name for name in foreign if not asked & set(map(_plain, brought[name]))}


def test_every_import_is_asked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    shipped = asked_for(project["dependencies"])
    tried = asked_for(project["optional-dependencies"]["test"])
    assert not_asked_for(SHIPPED, shipped) == set()
    assert not_asked_for(TRIED, shipped | tried) == set()
