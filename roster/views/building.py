"""What lays out or empties many cells of the grid at once."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from roster.access import rota_for
from roster.laying import clear_weeks, laid_words, lay_lines
from roster.lines_forms import ClearForm, LayForm
from roster.views.grid import answer


@require_POST
def lay(request, pk):
    """Rota lines laid down; the answer also says what was left as it is, and why."""
    return _built(request, pk, LayForm(request.POST), lay_lines, "Laid")


@require_POST
def clear(request, pk):
    return _built(request, pk, ClearForm(request.POST), clear_weeks, "Cleared")


def _built(request, pk, form, verb, done):
    found = rota_for(request.user, pk, to="edit_rota")
    if not form.is_valid():
        return JsonResponse({"refused": ["Choose the people and the weeks."]}, status=422)
    said = []

    def change(now):
        laid = verb(rota=found, by=request.user, now=now, **form.cleaned_data)
        said.append(laid_words(laid, done))
        return laid.edit

    return answer(request, found, change, said)
