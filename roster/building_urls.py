"""Every address of what a rota is built with. `pk` of `units/` is a unit, of `rotas/` a
rota, of `fills/` a run of the solver.
"""

from django.urls import path

from roster.views import building, filling, lines, noting, templating, weights, what_if

LINES = "units/<int:pk>/lines/"
TEMPLATES = "units/<int:pk>/demand-templates/"
urlpatterns = [
    path("rotas/<int:pk>/lay/", building.lay, name="lay-rota"),
    path("rotas/<int:pk>/clear/", building.clear, name="clear-rota"),
    path("rotas/<int:pk>/fill/", filling.fill, name="fill-rota"),
    path("rotas/<int:pk>/fill/state/", filling.state, name="fill-state"),
    path("fills/<int:pk>/", filling.proposal, name="proposal"),
    path("fills/<int:pk>/cancel/", filling.cancel, name="cancel-fill"),
    path("fills/<int:pk>/keep/", filling.keep, name="keep-proposal"),
    path("fills/<int:pk>/discard/", filling.discard, name="discard-proposal"),
    path("rotas/<int:pk>/what-ifs/", what_if.what_ifs, name="what-ifs"),
    path("what-ifs/<int:pk>/", what_if.what_if, name="what-if"),
    path("what-ifs/<int:pk>/cancel/", what_if.cancel, name="cancel-what-if"),
    path("what-ifs/<int:pk>/drop/", what_if.drop, name="drop-what-if"),
    path("units/<int:pk>/weights/", weights.weights, name="weights"),
    path("units/<int:pk>/weights/set/", weights.setting, name="set-weights"),
    path("rotas/<int:pk>/note/", noting.note, name="note"),
    path(LINES, lines.lines, name="lines"),
    path(f"{LINES}new/", lines.new, name="new-line"),
    path(f"{LINES}<int:line>/", lines.line, name="line"),
    path(f"{LINES}<int:line>/delete/", lines.delete, name="delete-line"),
    path(f"{LINES}assign/", lines.assign, name="assign-line"),
    path(f"{LINES}held/<int:held>/end/", lines.end, name="end-line"),
    path(f"{LINES}keep/", lines.keep, name="keep-line-date"),
    path(f"{LINES}kept/<int:kept>/drop/", lines.drop, name="drop-line-date"),
    path(TEMPLATES, templating.templates, name="demand-templates"),
    path(f"{TEMPLATES}save/", templating.save, name="save-demand-template"),
    path(f"{TEMPLATES}lay/", templating.lay, name="lay-demand-template"),
    path(f"{TEMPLATES}<int:template>/delete/", templating.delete, name="delete-demand-template"),
]
