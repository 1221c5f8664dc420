"""Every address at which something about people is written."""

from django.urls import path, register_converter

from roster.views import leave_ledger, people


class Year:
    """A calendar year that a leave year begins in."""

    regex = r"20[0-9]{2}"
    to_python = staticmethod(int)
    to_url = staticmethod(str)


register_converter(Year, "year")
PERSON = "people/<int:person>/"
urlpatterns = [
    path("units/<int:unit>/people/new/", people.join, name="new-person"),
    path("units/<int:unit>/scope/new/", people.sign_off, name="sign-off"),
    path(f"{PERSON}details/", people.details, name="person-details"),
    path(f"{PERSON}step/", people.step, name="step-up"),
    path(f"{PERSON}step/back/", people.step_back, name="step-back"),
    path(f"{PERSON}leave/", people.leave, name="leave-person"),
    path(f"{PERSON}login/", people.login, name="person-login"),
    path(f"{PERSON}login/end/", people.end_login, name="end-login"),
    path(f"{PERSON}ledger/", leave_ledger.year, name="person-ledger"),
    path(f"{PERSON}ledger/<year:year>/", leave_ledger.year, name="person-ledger-year"),
    path(f"{PERSON}ledger/<year:year>/adjust/", leave_ledger.adjust, name="adjust-ledger"),
    path(f"{PERSON}ledger/<year:year>/carry/", leave_ledger.carry, name="carry-ledger"),
    path(f"{PERSON}ledger/<year:year>/owe/", leave_ledger.owe, name="owe-hours"),
    path(f"{PERSON}ledger/duty/<int:duty>/", leave_ledger.settle_duty, name="settle-duty"),
    path("units/<int:unit>/ledgers/", leave_ledger.of_unit, name="unit-ledgers"),
    path("units/<int:unit>/ledgers/<year:year>/", leave_ledger.of_unit, name="unit-ledgers-year"),
    path("units/<int:unit>/carry-over/", leave_ledger.most_carried, name="most-carried"),
    path(f"{PERSON}<slug:kind>/<int:row>/extend/", people.extend, name="extend-scope"),
    path(f"{PERSON}<slug:kind>/<int:row>/suspend/", people.suspend, name="suspend-scope"),
    path(f"{PERSON}<slug:kind>/new/", people.new_fact, name="new-fact"),
    path(f"{PERSON}<slug:kind>/<int:row>/", people.fact, name="fact"),
    path(f"{PERSON}<slug:kind>/<int:row>/remove/", people.remove, name="remove-fact"),
]
