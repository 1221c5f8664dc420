"""One verb at a time in a unit: what approves, publishes or overrides waits for an edit to end."""

from roster.models import Rota, RotaWeek
from sites.models import Unit


class Refused(Exception):
    """Nothing was changed; `sentences` say why."""

    def __init__(self, *sentences):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def locked_week(week) -> RotaWeek:
    """The week as it stands now, with its rota and unit locked as editing locks them."""
    rotas = Rota.objects.select_for_update(of=("self", "unit")).select_related("unit")
    rota = rotas.get(pk=week.rota_id)
    fresh = RotaWeek.objects.get(pk=week.pk)
    fresh.rota = rota
    return fresh


def locked_unit(pk) -> Unit:
    """The unit with all its rotas locked first: in that order, so that whoever edits one of them
    at the same time never waits for this and this for them.
    """
    list(Rota.objects.select_for_update().filter(unit=pk).order_by("pk"))
    return Unit.objects.select_for_update().get(pk=pk)
