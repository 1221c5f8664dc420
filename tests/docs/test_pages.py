"""Documents that are written from the code, or must name all of it, do not drift."""

import re

from django.conf import settings

from roster.demonstrating import LOGINS, PASSWORD
from roster.rules_page import page as rules_page
from sites.permissions_page import page as permissions_page


def read(name):
    return (settings.BASE_DIR / name).read_text(encoding="utf-8")


def test_the_permissions_page_is_what_the_table_says():
    assert read("docs/permissions.md") == permissions_page(), "Run manage.py permissions_page."


def variables():
    """Every environment variable that settings, commands and scripts read."""
    code = [*settings.BASE_DIR.glob("config/*.py"), settings.BASE_DIR / "demo" / "run.py"]
    found = re.compile(r"\b(FAIRWEEK_[A-Z_]+|DATABASE_URL|REDIS_URL)\b")
    return {name for path in code for name in found.findall(path.read_text(encoding="utf-8"))}


def test_every_environment_variable_is_documented():
    assert {name for name in variables() if f"`{name}`" not in read("docs/operations.md")} == set()


def test_every_environment_variable_stands_in_the_example():
    assert {name for name in variables() if name not in read(".env.example")} == set()


def test_every_scheduled_job_is_documented():
    jobs = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {job for job in jobs if f"`{job}`" not in read("docs/operations.md")} == set()


def test_every_command_is_documented():
    commands = {
        path.stem
        for app in ("roster", "sites", "staff")
        for path in (settings.BASE_DIR / app / "management" / "commands").glob("[a-z]*.py")
    }
    known = read("docs/operations.md") + read("docs/rotafile.md")
    assert {name for name in commands if f"`{name}" not in known} == set()


def test_the_rules_page_is_what_the_catalogue_says():
    assert read("docs/rules.md") == rules_page(), "Run manage.py rules_page."


def modules(*patterns):
    apps = ("roster", "staff", "sites")
    found = [
        path for app in apps for name in patterns for path in (settings.BASE_DIR / app).glob(name)
    ]
    return {path.name: path.read_text(encoding="utf-8") for path in found}


def test_how_it_is_built_names_every_verb_and_page_and_nothing_that_is_gone():
    """A verb is known by its transaction. Not a page of the browser: what writes one of docs/."""
    named = {
        name.rpartition("/")[2]
        for name in re.findall(r"([\w/]+\.py)`", read("docs/architecture.md"))
    }
    verbs = {name for name, code in modules("*.py").items() if "@transaction.atomic" in code}
    pages = modules("*_page.py").keys() - {"rules_page.py", "permissions_page.py"}
    assert (verbs | pages) - {"demonstrating.py"} - named == set()
    assert named - modules("**/*.py").keys() - {"test_access_matrix.py"} == set()


def test_every_login_of_the_demonstration_stands_in_the_readme():
    readme = read("README.md")
    assert {login.email for login in LOGINS if f"`{login.email}`" not in readme} == set()
    assert f"`{PASSWORD}`" in readme


def test_every_picture_of_the_readme_is_there():
    pictures = re.findall(r"\]\((docs/pictures/[^)]+)\)", read("README.md"))
    assert len(pictures) >= 4
    assert [name for name in pictures if not (settings.BASE_DIR / name).exists()] == []


def test_every_link_of_the_documents_leads_somewhere():
    pages = [settings.BASE_DIR / "README.md", *(settings.BASE_DIR / "docs").glob("*.md")]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
