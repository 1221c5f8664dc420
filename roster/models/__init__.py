from roster.models.building import DemandTemplate, HeldLine, KeptDate, Note, RotaLine
from roster.models.feeding import CalendarFeed
from roster.models.filling import FillRun, WeightSetting, WhatIf
from roster.models.jobs import JobRun, JobTimes
from roster.models.messages import Heartbeat, MailChoice, NoMail, OutboxMessage
from roster.models.moving import KeptWords, Upload
from roster.models.planning import (
    CompensatoryRest,
    Duty,
    DutyChange,
    Request,
    Rota,
    RotaWeek,
)
from roster.models.presence import Presence
from roster.models.pushing import Push, PushAddress
from roster.models.releasing import Acknowledgement, Approval, Override, Release, ReleasedDuty
from roster.models.setting import (
    AreaNeed,
    Demand,
    DemandChange,
    DemandException,
    Exemption,
    PlaceChange,
    RuleSetting,
    ShiftType,
)
from roster.models.swapping import Swap, SwapEvent, SwapInvite

__all__ = [
    "Acknowledgement",
    "Approval",
    "AreaNeed",
    "CalendarFeed",
    "CompensatoryRest",
    "Demand",
    "DemandChange",
    "DemandException",
    "DemandTemplate",
    "Duty",
    "DutyChange",
    "Exemption",
    "FillRun",
    "Heartbeat",
    "HeldLine",
    "JobRun",
    "JobTimes",
    "KeptDate",
    "KeptWords",
    "MailChoice",
    "NoMail",
    "Note",
    "OutboxMessage",
    "Override",
    "PlaceChange",
    "Presence",
    "Push",
    "PushAddress",
    "Release",
    "ReleasedDuty",
    "Request",
    "Rota",
    "RotaLine",
    "RotaWeek",
    "RuleSetting",
    "ShiftType",
    "Swap",
    "SwapEvent",
    "SwapInvite",
    "Upload",
    "WeightSetting",
    "WhatIf",
]
