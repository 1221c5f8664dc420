"""Leave: what it would take, asking, withdrawing, and answering."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster.access import leave_request_for, own_leave_request
from roster.answering import Answering
from roster.asking_forms import LeaveForm, ReasonForm, TermsForm, sentences
from roster.asking_leave import answer_leave, ask_leave, refuse_dates, withdraw_leave
from roster.leave_balance import terms_of
from roster.leave_page import asked_page, foreseen_page, my_leave
from roster.locking import Refused
from roster.views.asked import answer_again, asked_again
from roster.views.doing import done
from roster.views.opening import told_here
from roster.walltime import local_date
from sites.access import may, unit_for
from sites.setup_forms import error_summary
from staff.access import person_of
from staff.models import LeaveRequest

STAYS_OUT = "A shift taken out for it is yours again once your rota manager has planned it."


@require_GET
@told_here
def leave(request):
    """With dates in the address: what they would take and do."""
    person = person_of(request.user)
    form = LeaveForm(request.GET if "first" in request.GET else None)
    return _leave(request, person, form, _foreseen)


def _foreseen(person, form, today):
    """What dates that could be asked for would take and do, or why they could not."""
    if not form.is_bound or not form.is_valid():
        return {}
    typed = form.typed()
    try:
        refuse_dates(**typed, today=today)
        return {"outlook": foreseen_page(person, **typed, today=today)}
    except Refused as refusal:
        return {"refused": refusal.sentences}


def _leave(request, person, form, more, status=200):
    now = timezone.now()
    today = local_date(person.unit, now)
    page = {"page": my_leave(person, today), "form": form, "now": now}
    page |= more(person, form, today)
    page["errors"] = error_summary(form)
    return render(request, "roster/my_leave.html", page, status=status)


@require_POST
def make_leave(request):
    person, form = person_of(request.user), LeaveForm(request.POST)

    def again(refused=()):
        return _leave(request, person, form, lambda *_: {"refused": refused}, 422)

    if not form.is_valid():
        return again()

    def verb(**when):
        state = ask_leave(person=person, **form.typed(), **when).state
        asked = "Asked. The answer stands here, and you are told of it."
        return "Granted." if state == "granted" else asked

    return done(request, person.unit, verb, "my-leave", again=again)


@require_POST
def withdraw(request, pk):
    asked = own_leave_request(request.user, pk)

    def verb(**when):
        left = withdraw_leave(request=asked, **when)
        return f"Withdrawn. {STAYS_OUT}" if left.batch else "Withdrawn."

    return done(request, asked.person.unit, verb, "my-leave")


@require_GET
def look(request, pk):
    """What leave that waits would take and do, before it is answered."""
    asked = leave_request_for(request.user, pk, to="see_asked")
    unit = asked.person.unit
    page = {"asked": asked, "may_answer": may(request.user, unit.pk, "answer_asked")}
    if asked.state == LeaveRequest.State.ASKED:
        today = local_date(unit, timezone.now())
        page |= {"outlook": asked_page(asked, today), "today": today}
        page["due"] = Answering(unit).due(asked)
    return render(request, "roster/asked_leave.html", page)


@require_POST
def answer(request, pk):
    asked, form = leave_request_for(request.user, pk), ReasonForm(request.POST)

    def verb(**when):
        if not form.is_valid():
            raise Refused(*sentences(form))
        said = {"granted": request.POST.get("do") == "grant", **form.cleaned_data}
        answer_leave(request=asked, **said, **when)
        return f"{asked.person.name} is told."

    unit = asked.person.unit
    again = answer_again(request, unit, "leave", pk)
    return done(request, unit, verb, "asked", again=again)


@require_POST
def set_terms(request, pk):
    unit = unit_for(request.user, pk, to="answer_asked")
    form = TermsForm(request.POST, unit=unit, instance=terms_of(unit))
    if not form.is_valid():
        return asked_again(request, unit, terms_form=form)

    def verb(**when):
        form.save()
        return "Set."

    return done(request, unit, verb, "asked")
