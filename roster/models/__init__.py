from roster.models.messages import Heartbeat, OutboxMessage
from roster.models.planning import (
    CompensatoryRest,
    Duty,
    DutyChange,
    Request,
    Rota,
    RotaWeek,
)
from roster.models.presence import Presence
from roster.models.releasing import Approval, Override, Release, ReleasedDuty
from roster.models.setting import AreaNeed, Demand, Exemption, RuleSetting, ShiftType

__all__ = [
    "Approval",
    "AreaNeed",
    "CompensatoryRest",
    "Demand",
    "Duty",
    "DutyChange",
    "Exemption",
    "Heartbeat",
    "OutboxMessage",
    "Override",
    "Presence",
    "Release",
    "ReleasedDuty",
    "Request",
    "Rota",
    "RotaWeek",
    "RuleSetting",
    "ShiftType",
]
