"""The rules: as cards, and one with its setting, its history and who is exempt from it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster.access import exemption_for, rotas_visible_to
from roster.exempting import ExemptionRefused, end_exemption, exempt
from roster.heeding import WordsRefused
from roster.rule_cards import card_page, cards_page
from roster.rules.catalogue import CATALOGUE
from roster.rules.phrases import full
from roster.rules_forms import ExemptForm, rule_form
from roster.setting_rules import SettingRefused, StaleSetting, set_rule
from roster.trying_rules import open_rotas, try_setting
from roster.views.doing import heed_typed
from sites.access import may, unit_for
from sites.setup_forms import error_summary


@require_GET
def rules(request):
    page = cards_page(user=request.user, today=timezone.localdate())
    return render(request, "roster/rules.html", page)


@require_GET
def rule(request, pk, rule):
    return _page(request, unit_for(request.user, pk, to="see_rules"), _rule(rule))


@require_POST
def setting(request, pk, rule):
    """First what the setting would do; then, when that has been seen, the setting itself."""
    unit, rule = unit_for(request.user, pk, to="set_rules"), _rule(rule)
    form = rule_form(unit, rule, timezone.localdate(), request.POST)
    if not form.is_valid():
        return _page(request, unit, rule, form=form, status=422)
    try:
        heed_typed(request, unit)
        if request.POST.get("tried") != form.mark():
            return _page(request, unit, rule, form=form, trial=_trial(request, unit, rule, form))
        set_rule(unit=unit, rule=rule, by=request.user, now=timezone.now(), **form.asked())
    except (SettingRefused, WordsRefused) as refusal:
        status = 409 if isinstance(refusal, StaleSetting) else 422
        return _page(request, unit, rule, form=form, refused=refusal.sentences, status=status)
    starts = form.cleaned_data["in_force_from"]
    messages.success(request, f"{rule.id} is set like this from {full(starts)} on.")
    return redirect("rule", unit.pk, rule.id)


@require_POST
def exempt_somebody(request, pk, rule):
    unit, rule = unit_for(request.user, pk, to="set_rules"), _rule(rule)
    form = ExemptForm(request.POST, people=unit.people.all())
    if form.is_valid() and _exempt(request, rule, form):
        return redirect("rule", unit.pk, rule.id)
    return _page(request, unit, rule, exempt_form=form, status=422)


@require_POST
def end(request, pk):
    exemption = exemption_for(request.user, pk)
    try:
        end_exemption(exemption=exemption, by=request.user, today=timezone.localdate())
        messages.success(request, f"{exemption.rule} binds {exemption.person} again.")
    except ExemptionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("rule", exemption.person.unit_id, exemption.rule)


def _rule(name):
    if name not in CATALOGUE:
        raise Http404(f"There is no rule {name}.")
    return CATALOGUE[name]


def _trial(request, unit, rule, form):
    rotas = open_rotas(rotas_visible_to(request.user).filter(unit=unit), timezone.localdate())
    return try_setting(unit=unit, rule=rule, rotas=rotas, **form.asked())


def _exempt(request, rule, form):
    """Whether it was done; if not, the form says why."""
    now, today, said = timezone.now(), timezone.localdate(), form.cleaned_data
    try:
        heed_typed(request, said["person"].unit)
        exempt(rule=rule, by=request.user, now=now, today=today, **said)
    except (ExemptionRefused, WordsRefused) as refusal:
        form.add_error(getattr(refusal, "field", "reason"), str(refusal))
        return False
    until = full(said["review_by"])
    messages.success(request, f"{said['person']} is exempt from {rule.id} until {until}.")
    return True


def _page(request, unit, rule, status=200, **shown):
    """The rule's page; `shown` holds what was typed and what came of it."""
    today = timezone.localdate()
    page = card_page(user=request.user, unit=unit, rule=rule, today=today)
    if may(request.user, unit.pk, "set_rules"):
        page["form"] = rule_form(unit, rule, today)
        page["exempt_form"] = ExemptForm(people=unit.people.all(), initial=_asked(request, today))
    page |= shown
    errors = [
        e for name in ("form", "exempt_form") if name in shown for e in error_summary(page[name])
    ]
    page["errors"] = errors
    return render(request, "roster/rules_card.html", page, status=status)


def _asked(request, today):
    """Whom a link offers to exempt anew, and from when."""
    asked = {key: request.GET[key] for key in ("person", "starts") if key in request.GET}
    return {"starts": today} | asked
