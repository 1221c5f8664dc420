"""Every address of what a rota is built with. `pk` of `units/` is a unit, of `rotas/` a rota."""

from django.urls import path

from roster.views import building, lines, noting

LINES = "units/<int:pk>/lines/"
urlpatterns = [
    path("rotas/<int:pk>/lay/", building.lay, name="lay-rota"),
    path("rotas/<int:pk>/clear/", building.clear, name="clear-rota"),
    path("rotas/<int:pk>/note/", noting.note, name="note"),
    path(LINES, lines.lines, name="lines"),
    path(f"{LINES}new/", lines.new, name="new-line"),
    path(f"{LINES}<int:line>/", lines.line, name="line"),
    path(f"{LINES}<int:line>/delete/", lines.delete, name="delete-line"),
    path(f"{LINES}assign/", lines.assign, name="assign-line"),
    path(f"{LINES}held/<int:held>/end/", lines.end, name="end-line"),
    path(f"{LINES}keep/", lines.keep, name="keep-line-date"),
    path(f"{LINES}kept/<int:kept>/drop/", lines.drop, name="drop-line-date"),
]
