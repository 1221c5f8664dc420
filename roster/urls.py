"""Every address of the rota. `monday` is the first date of a week, YYYY-MM-DD."""

from datetime import date

from django.urls import path, register_converter

from roster.views import (
    about,
    acknowledging,
    asked,
    asking,
    away,
    feed,
    grid,
    health,
    history,
    jobs,
    leave,
    looking,
    mail_choice,
    mine,
    notices,
    offline,
    outbox,
    pushing,
    release,
    repairs,
    rules,
    shares,
    swaps,
    swaps_for,
    team,
)


class IsoDate:
    regex = r"\d{4}-\d{2}-\d{2}"
    to_python = staticmethod(date.fromisoformat)
    to_url = staticmethod(date.isoformat)


class Secret:
    """32 bytes as token_urlsafe writes them; what cannot be one never reaches the database."""

    regex = r"[A-Za-z0-9_-]{43}"
    to_python = to_url = staticmethod(str)


register_converter(IsoDate, "date")
register_converter(Secret, "secret")

WEEK = "rotas/<int:pk>/weeks/<date:monday>/"
urlpatterns = [
    path("", mine.home, name="home"),
    path("my/", mine.my_rota, name="my-rota"),
    path("my/month/", mine.my_month, name="my-month"),
    path("my/month/<date:on>/", mine.month, name="month"),
    path("my/about/", about.about, name="my-about"),
    path("my/about/contact/", about.set_contact, name="set-contact"),
    path("my/about/other-work/", about.confirm_work, name="confirm-work"),
    path("my/about/other-work/new/", about.declare_work, name="declare-work"),
    path("my/about/other-work/<int:pk>/", about.withdraw_work, name="withdraw-work"),
    path("my/about/opt-out/<int:pk>/", about.withdraw_opt_out, name="withdraw-opt-out"),
    path("my/rota.ics", feed.my_calendar, name="my-calendar"),
    path("my/email/", mail_choice.my_email, name="my-email"),
    path("my/notices/", notices.notices, name="my-notices"),
    path("my/notices/email/", mail_choice.notice_mail, name="notice-mail"),
    path("my/notices/<int:pk>/", notices.notice, name="my-message"),
    path("my/notices/<int:pk>/html/", notices.notice_html, name="my-message-html"),
    path("my/notices/phone/on/", pushing.switch_on, name="push-on"),
    path("my/notices/phone/off/", pushing.switch_off, name="push-off"),
    path("my/share/", shares.my_shares, name="my-shares"),
    path("my/acknowledge/", acknowledging.acknowledge, name="acknowledge"),
    path("my/calendar/", feed.my_feed, name="my-feed"),
    path("my/calendar/new/", feed.make_feed, name="make-feed"),
    path("my/calendar/end/", feed.end_feed, name="end-feed"),
    path("calendar/<secret:secret>.ics", feed.feed, name="calendar-feed"),
    path("my/absence/", away.my_absence, name="my-absence"),
    path("my/absence/report/", away.report, name="report-absence"),
    path("my/absence/<uuid:batch>/back/", away.back, name="end-absence"),
    path("my/requests/", asking.my_requests, name="my-requests"),
    path("my/requests/new/", asking.make_request, name="make-request"),
    path("my/requests/<int:pk>/withdraw/", asking.withdraw_request, name="withdraw-request"),
    path("my/swaps/", swaps.swaps, name="my-swaps"),
    path("my/swaps/<date:on>/", swaps.offering, name="offer-shift"),
    path("my/swaps/<date:on>/offer/", swaps.make_offer, name="make-offer"),
    path("my/swaps/<int:pk>/answer/", swaps.answer_swap, name="answer-swap"),
    path("my/swaps/<int:pk>/withdraw/", swaps.withdraw_swap, name="withdraw-swap"),
    path("my/swaps/<int:pk>/untake/", swaps.untake_swap, name="untake-swap"),
    path("my/leave/", leave.leave, name="my-leave"),
    path("my/leave/new/", leave.make_leave, name="make-leave"),
    path("my/leave/<int:pk>/withdraw/", leave.withdraw, name="withdraw-leave"),
    path("my/team/", team.team_today, name="team-today"),
    path("my/team/<date:on>/", team.team, name="team"),
    path("my/team/week/<date:on>/", team.week, name="team-week"),
    path("asked/", asked.asked, name="asked"),
    path("asked/leave/<int:pk>/", leave.look, name="look-at-leave"),
    path("asked/leave/<int:pk>/answer/", leave.answer, name="answer-leave"),
    path("asked/<int:pk>/terms/", leave.set_terms, name="enter-terms"),
    path("asked/swaps/<int:pk>/", swaps_for.decide_swap, name="decide-swap"),
    path("asked/<int:pk>/offer/", swaps_for.offering, name="enter-offer"),
    path("asked/<int:pk>/offer/make/", swaps_for.make_offer, name="enter-offer-made"),
    path("asked/<int:pk>/open-shift/", swaps_for.open_shift, name="enter-open-shift"),
    path("asked/requests/<int:pk>/", asking.answer_request, name="answer-request"),
    path("asked/<int:pk>/absence/", away.enter, name="enter-absence"),
    path("absences/<uuid:batch>/", away.absence, name="absence"),
    path("absences/<uuid:batch>/free/", away.free, name="free-absence"),
    path("absences/<uuid:batch>/cover/", away.cover, name="cover-absence"),
    path("rotas/", grid.rotas, name="rotas"),
    path("rotas/<int:pk>/", grid.rota, name="rota"),
    path("rotas/<int:pk>/places/", grid.places, name="rota-places"),
    path("rotas/<int:pk>/days/<date:on>/", grid.day, name="rota-day"),
    path("rotas/<int:pk>/edit/", grid.edit, name="edit-rota"),
    path("rotas/<int:pk>/undo/", grid.undo, name="undo-rota"),
    path("rotas/<int:pk>/redo/", grid.redo, name="redo-rota"),
    path("rotas/<int:pk>/history/", history.history, name="rota-history"),
    path("rotas/<int:pk>/history/<int:change>/", history.put_back, name="put-back"),
    path("rotas/<int:pk>/copy/", grid.copy, name="copy-weeks"),
    path("rotas/<int:pk>/changes/", grid.changes, name="rota-changes"),
    path("rotas/<int:pk>/repairs/", repairs.repairs, name="rota-repairs"),
    path("rotas/<int:pk>/candidates/", repairs.candidates, name="rota-candidates"),
    path("rotas/<int:pk>/mend/", repairs.mend, name="mend-rota"),
    path("rotas/<int:pk>/card/", looking.card, name="rota-card"),
    path("rotas/<int:pk>/balance/", looking.balance, name="rota-balance"),
    path("rotas/<int:pk>/cell/", grid.cell, name="cell"),
    path(WEEK, release.week, name="week"),
    path(f"{WEEK}submit/", release.submit, name="submit-week"),
    path(f"{WEEK}approve/", release.approve, name="approve-week"),
    path(f"{WEEK}return/", release.send_back, name="return-week"),
    path(f"{WEEK}override/", release.override, name="override-breach"),
    path(f"{WEEK}publish/", release.publish, name="publish-week"),
    path(f"{WEEK}close/", release.close, name="close-week"),
    path("outbox/", outbox.messages, name="outbox"),
    path("outbox/<int:pk>/", outbox.message, name="message"),
    path("outbox/<int:pk>/html/", outbox.message_html, name="message-html"),
    path("outbox/<int:pk>/retry/", outbox.retry, name="retry-message"),
    path("outbox/<int:pk>/hold/", outbox.hold, name="hold-message"),
    path("jobs/<int:pk>/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/set/", jobs.set_jobs, name="set-jobs"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<int:pk>/<str:rule>/", rules.rule, name="rule"),
    path("rules/<int:pk>/<str:rule>/set/", rules.setting, name="set-rule"),
    path("rules/<int:pk>/<str:rule>/exempt/", rules.exempt_somebody, name="exempt-from-rule"),
    path("exemptions/<int:pk>/end/", rules.end, name="end-exemption"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("worker.js", offline.worker, name="worker"),
    path("no-signal/", offline.no_signal, name="no-signal"),
    path("healthz", health.health, name="health"),
]
