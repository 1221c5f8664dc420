"""The demonstration department as tables: its places, what it needs, and its people.

Everybody and every hospital here is made up. Dates lie around STARTS; loading moves them all
together by whole weeks, so that the rota's first week is the present one.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from unicodedata import normalize

from roster import problem as plain

STARTS = date(2026, 11, 2)
WEEKS, HISTORY_WEEKS = 4, 17
DAY = timedelta(days=1)
WEEKDAYS = plain.WEEKDAYS[:5]
WEEKEND = plain.WEEKDAYS[5:]
OPEN_ALL_DAYS = plain.DAY_TYPES
AP, RADIOGRAPHER = "assistant_practitioner", "radiographer"


def days_from_starts(days):
    return STARTS + days * DAY


def clock(hour):
    return time(hour)


# ── places ──

AREA_NAMES = {
    "XR": "General X-ray",
    "ED": "Emergency X-ray",
    "FL": "Fluoroscopy",
    "IR": "Interventional",
    "TR": "Theatre",
}
SKILLED_AREAS = ("FL", "IR", "TR")  # an area's competency has the area's code
SITES = (
    ("TH", "Ashmere Teaching Hospital", "XR ED FL IR TR"),
    ("GH", "Ashmere General Teaching Hospital", "XR ED FL TR"),
    ("RH", "Rowan Hospital", "XR"),
    ("LH", "Linden Hospital", "XR"),
)
COMPETENCIES = (("FL", "Fluoroscopy"), ("IR", "Interventional"), ("TR", "Theatre imaging"))
TRAVEL = (
    ("TH", "GH", 25),
    ("TH", "RH", 30),
    ("TH", "LH", 45),
    ("GH", "RH", 20),
    ("GH", "LH", 35),
    ("RH", "LH", 45),
)
SHIFT_TYPES = (
    plain.ShiftType("E", clock(8), clock(16), 30),
    plain.ShiftType("D", clock(9), clock(17), 30),
    plain.ShiftType("L", clock(12), clock(20), 30),
    plain.ShiftType("LD", clock(8), clock(20), 60),
    plain.ShiftType("SH", clock(8), clock(14)),
    plain.ShiftType("AD", clock(9), clock(17), 30, "admin"),
    plain.ShiftType("SD", clock(9), clock(17), 30, "training"),
    plain.ShiftType("TD", clock(9), clock(17), 30, "training"),
)


def _line(place, days, hours, role, least, ideal, competency=None, critical=False):
    site, area = place.split("/")
    starts, ends = map(clock, hours)
    return plain.Demand(
        site, area, tuple(days), starts, ends, role, least, ideal, competency, critical
    )


ALL_DAY, DAYTIME = (8, 20), (9, 17)
QUIET = (*WEEKEND, "bank_holiday")
LINDEN_DAYS, GH_FLUOROSCOPY_DAYS = ("mon", "wed", "fri"), ("tue", "thu")
DEMAND = (
    _line("TH/ED", OPEN_ALL_DAYS, ALL_DAY, RADIOGRAPHER, 2, 3, critical=True),
    _line("TH/ED", WEEKDAYS, DAYTIME, AP, 0, 1),
    _line("TH/XR", WEEKDAYS, ALL_DAY, RADIOGRAPHER, 1, 2),
    _line("TH/XR", QUIET, ALL_DAY, RADIOGRAPHER, 1, 1),
    _line("TH/XR", WEEKDAYS, ALL_DAY, AP, 1, 2),
    _line("TH/XR", QUIET, (8, 16), AP, 1, 1),
    _line("TH/FL", WEEKDAYS, DAYTIME, RADIOGRAPHER, 1, 1, "FL"),
    _line("TH/FL", WEEKDAYS, DAYTIME, AP, 1, 1),
    _line("TH/IR", WEEKDAYS, DAYTIME, RADIOGRAPHER, 2, 2, "IR"),
    _line("TH/IR", WEEKDAYS, DAYTIME, AP, 0, 1),
    _line("TH/TR", WEEKDAYS, DAYTIME, RADIOGRAPHER, 1, 1, "TR"),
    _line("GH/ED", OPEN_ALL_DAYS, ALL_DAY, RADIOGRAPHER, 1, 2, critical=True),
    _line("GH/ED", OPEN_ALL_DAYS, ALL_DAY, AP, 1, 1),
    _line("GH/XR", WEEKDAYS, DAYTIME, RADIOGRAPHER, 1, 1),
    _line("GH/XR", WEEKDAYS, DAYTIME, AP, 1, 1),
    _line("GH/FL", GH_FLUOROSCOPY_DAYS, DAYTIME, RADIOGRAPHER, 1, 1, "FL"),
    _line("GH/TR", WEEKDAYS, DAYTIME, RADIOGRAPHER, 1, 1, "TR"),
    _line("RH/XR", WEEKDAYS, DAYTIME, RADIOGRAPHER, 1, 1),
    _line("RH/XR", WEEKDAYS, DAYTIME, AP, 1, 1),
    _line("LH/XR", LINDEN_DAYS, DAYTIME, RADIOGRAPHER, 1, 1),
    _line("LH/XR", LINDEN_DAYS, DAYTIME, AP, 1, 1),
)


# ── people ──


@dataclass(frozen=True)
class Member:
    """Somebody of the department: name, band, the line they work, and what they are signed for.

    `line` is a key of lines.LINES, `turn` where in it they are in the rota's first week.
    """

    name: str
    band: int | str | None
    line: str
    turn: int = 0
    skills: str = ""
    sites: str = "TH GH RH"
    weekly: int = 2250
    scope: str = ""
    joined: int | None = None  # the week they began, counted from the rota's first
    away_from: str = ""  # an agreed pattern: not in this area

    @property
    def id(self):
        plain_letters = normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        return plain_letters.lower().replace(" ", "-")


TH_SCOPE = "TH/XR TH/ED TH/FL GH/XR GH/ED"
GH_SCOPE = "GH/XR GH/ED RH/XR LH/XR TH/XR"
GH_SITES, EVERYWHERE = "GH RH LH TH", "TH GH RH LH"
MEMBERS = (
    Member("Helen Strand", "8b", "none", sites=EVERYWHERE),
    Member("Adrian Lowe", "8a", "office", sites=EVERYWHERE, joined=-420),
    Member("Meera Pillai", "8a", "office", sites="TH"),
    Member("Stuart Kemp", "8a", "office", sites=GH_SITES),
    Member("Ngozi Adeyemi", 7, "emergency-1", 0, "IR TR"),
    Member("Gareth Penhale", 7, "emergency-2", 1, "IR TR"),
    Member("Siobhan Kerrigan", 7, "general", 2, "FL IR TR", GH_SITES),
    Member("Rosalind Achter", 7, "x-ray", 3, "IR TR FL", EVERYWHERE),
    Member("Anneke de Wit", 7, "interventional", 0, "IR FL"),
    Member("Priya Raman", 6, "emergency-1", 1, "FL TR"),
    Member("Thomas Hargreave", 6, "emergency-1", 2, "IR TR"),
    Member("Fatima El Sayed", 6, "emergency-2", 0, "IR FL"),
    Member("João Monteiro", 6, "emergency-2", 2, "FL TR"),
    Member("Hannah Whitlock", 6, "emergency-2", 3, "IR TR"),
    Member("Ikram Yusuf", 6, "general", 0, "TR IR", GH_SITES),
    Member("Daniel Oseni", 6, "general", 1, "FL TR", GH_SITES),
    Member("Wei Ling Foo", 6, "x-ray", 0, "FL IR", EVERYWHERE),
    Member("Mateusz Kolar", 6, "x-ray", 1, "IR TR", EVERYWHERE),
    Member("Marisol Vega", 6, "three-days", 0, "FL IR", weekly=1350),
    Member("Duncan Baird", 6, "four-days", 0, "TR FL", EVERYWHERE, weekly=1800),
    Member("Callum Reidy", 5, "emergency-1", 3, "TR"),
    Member("Zofia Wrona", 5, "emergency-1", 4, "FL"),
    Member("Minh Tran", 5, "emergency-2", 4, "FL TR"),
    Member("Amelia Thornby", 5, "general", 3, "FL", GH_SITES),
    Member("Kwabena Asare", 5, "general", 4, "TR", GH_SITES),
    Member("Leila Haddad", 5, "x-ray", 2, "FL TR", EVERYWHERE),
    Member("Rhys Pughe", 5, "x-ray", 4, "TR", EVERYWHERE),
    Member("Eleanor Fitch", 5, "preceptee", 0, sites="TH", joined=-12),
    Member("Asha Kulkarni", 4, "assist-x-ray", 0, sites="TH GH", scope=TH_SCOPE),
    Member("Grace Mbele", 4, "assist-x-ray", 1, sites="TH GH", scope=TH_SCOPE, away_from="TH/IR"),
    Member("Liam Doherty", 4, "assist-x-ray", 2, scope=TH_SCOPE + " RH/XR"),
    Member("Oksana Bondar", 4, "assist-x-ray", 3, sites="TH GH", scope=TH_SCOPE),
    Member("Tariq Mahmood", 4, "assist-x-ray", 4, sites="TH GH", scope=TH_SCOPE),
    Member("Chloe Winstan", 4, "assist-general", 0, sites=GH_SITES, scope=GH_SCOPE),
    Member("Samuel Okafor", 4, "assist-general", 1, sites=GH_SITES, scope=GH_SCOPE),
    Member("Beatriz Lima", 4, "assist-general", 2, sites=GH_SITES, scope=GH_SCOPE),
    Member("Iwan Morris", 4, "assist-general", 3, sites=GH_SITES, scope=GH_SCOPE),
    Member("Nadia Rahimi", 4, "assist-general", 4, sites=GH_SITES, scope=GH_SCOPE),
    Member(
        "Patience Moyo",
        4,
        "assist-part-time",
        0,
        sites="RH TH GH",
        weekly=1350,
        scope="RH/XR TH/XR TH/ED GH/XR",
    ),
    Member(
        "Colin Sedge",
        4,
        "assist-part-time",
        2,
        sites="LH GH TH",
        weekly=1350,
        scope="LH/XR GH/XR TH/ED TH/XR",
    ),
    Member("Cora Lind", 3, "trainee-tuesday", 0, sites="TH", joined=-64),
    Member("Jaspal Gill", 3, "trainee-thursday", 0, sites="TH", joined=-95),
    Member("Ruby Ashdown", 3, "trainee-general", 0, sites="GH", joined=-60),
    Member("Freya Lund", None, "placement", 0, sites="TH", weekly=1800, joined=-20),
)
