"""The people on the rota, and the dated facts the rules read about them.

A person's lists keep the order they were entered in (`id`), so that a rota file comes back as it
went in. Every `until` is the last day a fact holds.
"""

from staff.models.leave import (
    CarryOverTerms,
    HoursEntry,
    LeaveAdjustment,
    LeaveRequest,
    LeaveTerms,
    Unavailability,
)
from staff.models.people import (
    AgreedPattern,
    Employment,
    OtherWork,
    Person,
    PersonChange,
    SiteInduction,
    StudyPlan,
    StudyTerm,
)
from staff.models.scope import (
    Competency,
    Credential,
    HeldCompetency,
    JustifiedPlace,
    ScopeEntry,
    WorkingTimeOptOut,
)

__all__ = [
    "AgreedPattern",
    "CarryOverTerms",
    "Competency",
    "Credential",
    "Employment",
    "HeldCompetency",
    "HoursEntry",
    "JustifiedPlace",
    "LeaveAdjustment",
    "LeaveRequest",
    "LeaveTerms",
    "OtherWork",
    "Person",
    "PersonChange",
    "ScopeEntry",
    "SiteInduction",
    "StudyPlan",
    "StudyTerm",
    "Unavailability",
    "WorkingTimeOptOut",
]
