"""What import-linter cannot say: purity, names, and that views reach objects through access."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PURE_FILES = [
    *("walltime", "changes", "compensation", "cells", "entry", "impossible", "coverers"),
    *("judging", "supposing", "supposed_figures", "supposed_people", "supposed_shifts"),
    *("part_days", "supervised"),
    *("grid/sheet", "grid/cover", "grid/balances", "grid/saying", "grid/grouping"),
    *("grid/reaching", "grid/accounts", "grid/cards", "grid/telling", "grid/beyond"),
]
PURE_OF_STAFF = ["dated", "entitlement", "owed", "telephones"]
PURE_FOLDERS = ["problem", "rules", "rotafile", "repairing", "exporting", "spreadsheet", "autofill"]


def pure_modules():
    files = [ROOT / "roster" / f"{name}.py" for name in PURE_FILES]
    files += [ROOT / "staff" / f"{name}.py" for name in PURE_OF_STAFF]
    files += [ROOT / "sites" / f"{name}.py" for name in ("emails", "written_dates")]
    folders = [ROOT / "roster" / folder for folder in PURE_FOLDERS]
    files += [path for folder in folders for path in folder.glob("*.py")]
    return sorted(".".join(p.relative_to(ROOT).with_suffix("").parts) for p in files)


def code():
    folders = ("config", "roster", "staff", "sites")
    return [p for f in folders for p in (ROOT / f).rglob("*.py") if "migrations" not in p.parts]


def test_pure_modules_import_no_django():
    """One fresh interpreter imports them all, then says what of Django came along."""
    script = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('django', 'celery')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *pure_modules()],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_pure_modules_ask_no_clock():
    asking = re.compile(r"\b(date\.today|datetime\.now|timezone\.now|time\.time)\(")
    files = [ROOT / (name.replace(".", "/") + ".py") for name in pure_modules()]
    assert [f.name for f in files if asking.search(f.read_text(encoding="utf-8"))] == []


def test_views_reach_objects_only_through_access():
    reaching = re.compile(r"\.objects\b|get_object_or_404")
    views = [*ROOT.glob("*/views.py"), *ROOT.glob("*/views/*.py")]
    assert len(views) > 5
    assert [v.name for v in views if reaching.search(v.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("drawer", ["utils", "helpers", "services", "common", "misc"])
def test_modules_are_named_for_an_activity(drawer):
    assert [p for p in code() if drawer in p.stem] == []


def test_no_file_grows_past_reading():
    long = {p.name: n for p in code() if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert long == {}


def test_templates_hold_no_inline_script_or_style():
    """The content security policy forbids them; emails are not pages and need style attributes."""
    inline = re.compile(r"<script>|<style|\sstyle=|\son\w+=")
    pages = [p for p in (ROOT / "templates").rglob("*.html") if "mail" not in p.parts]
    assert pages
    assert [p.name for p in pages if inline.search(p.read_text(encoding="utf-8"))] == []


def test_sites_has_a_label_of_its_own():
    """So that django.contrib.sites can never be mistaken for it."""
    assert apps.get_app_config("worksites").name == "sites"
    assert "django.contrib.sites" not in settings.INSTALLED_APPS
