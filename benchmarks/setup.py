"""The lists that a unit is set up with, beside an authenticated page that does nothing.

    python -m benchmarks.setup

500 people in the database; PostgreSQL, Redis, gunicorn -w 2. Medians in milliseconds of ROUNDS
requests in turn, answers compressed, and how often the page that does nothing goes into each.
"""

from statistics import median

from benchmarks.serving import Reader, load, serving

ROUNDS = 60


def main():
    with serving() as port:
        rota, session = load(500, 1)
        reader = Reader(port, session)
        reader.ready()
        unit = rota.unit_id
        person = rota.unit.people.values_list("pk", flat=True)[250]
        pages = {
            "a page that does nothing": "/devices/",
            "500 people listed": "/people/?standing=",
            "a person": f"/people/{person}/",
            "scope of 500 people": f"/units/{unit}/scope/",
            "places and shift types": f"/units/{unit}/set-up/",
            "demand": f"/units/{unit}/demand/",
        }
        taken = {name: [] for name in pages}
        for _ in range(ROUNDS):
            for name, path in pages.items():
                spent, status, _ = reader.get(path)
                if status != 200:
                    raise SystemExit(f"{path} answered {status}.")
                taken[name].append(spent)
        nothing = median(taken["a page that does nothing"])
        for name, spent in taken.items():
            print(f"{name:28} {median(spent):7.1f} ms   {median(spent) / nothing:5.2f}×")


if __name__ == "__main__":
    main()
