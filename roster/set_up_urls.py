"""Every address of what a unit is set up with: places, shift types, demand, a new rota."""

from django.urls import path

from roster.views import demand, logins, set_up

UNIT = "units/<int:unit>/"
PLACES, DEMAND = f"{UNIT}set-up/", f"{UNIT}demand/"
urlpatterns = [
    path("set-up/", set_up.start, name="set-up-home"),
    path(PLACES, set_up.set_up, name="set-up"),
    path(f"{PLACES}bank-holidays/", set_up.holidays, name="add-holidays"),
    path(f"{PLACES}deputies/", set_up.deputies, name="deputies"),
    path(f"{PLACES}deputies/<int:row>/end/", set_up.end_deputising, name="end-deputy"),
    path(f"{PLACES}roles/", logins.roles, name="roles"),
    path(f"{PLACES}roles/<int:row>/take/", logins.take, name="take-role"),
    path(f"{PLACES}logins/", logins.logins, name="logins"),
    path(f"{PLACES}<slug:kind>/new/", set_up.new, name="new-place"),
    path(f"{PLACES}<slug:kind>/<int:row>/", set_up.row, name="place"),
    path(f"{PLACES}<slug:kind>/<int:row>/remove/", set_up.remove, name="remove-place"),
    path(f"{UNIT}rotas/new/", set_up.begin, name="new-rota"),
    path(DEMAND, demand.demand, name="demand"),
    path(f"{DEMAND}new/", demand.new, name="new-demand-line"),
    path(f"{DEMAND}able/", demand.able, name="demand-able"),
    path(f"{DEMAND}dates/new/", demand.new_dates, name="new-demand-dates"),
    path(f"{DEMAND}dates/<int:row>/", demand.dates, name="demand-dates"),
    path(f"{DEMAND}dates/<int:row>/remove/", demand.remove_dates, name="remove-demand-dates"),
    path(f"{DEMAND}<int:row>/", demand.line, name="demand-line"),
    path(f"{DEMAND}<int:row>/remove/", demand.remove, name="remove-demand-line"),
]
