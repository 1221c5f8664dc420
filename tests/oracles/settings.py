"""Random settings of the rules, over the values the contract accepts."""

JUDGED = [f"R-{number:02}" for number in (*range(1, 25), 31, *range(33, 41))]
LEARNING = ["trainee", "assistant_practitioner"]
CHOICES = {
    "R-01": {
        "window_start": ["07:30", "08:00", "09:15"],
        "window_end": ["18:00", "20:00", "20:30", "23:59"],
        "roles": [LEARNING, ["assistant_practitioner"], ["radiographer", "manager"], []],
        "sites": [{}, {"GH": {"window_start": "07:00"}}, {"TH": {"window_end": "16:00"}}],
    },
    "R-02": {
        "comp_window": ["same_week", "same_or_next_week", "same_or_next_week", "n_days", "n_days"],
        "window_days": [1, 3, 6, 7, 14],
        "comp_days": ["mon_fri"],
        "mode": ["days", "days", "days", "hours"],
        "roles": [LEARNING, ["trainee"], ["radiographer", *LEARNING, "student"]],
    },
    "R-03": {"tolerance_minutes": [0, 30, 450], "averaging_weeks": [1, 2, 4]},
    "R-04": {
        "ratio": [1, 2, 3],
        "group": ["area", "site"],
        "breaks_count_as_present": [True, False],
    },
    "R-05": {"tail_minutes": [0, 1, 15, 90, 200]},
    "R-06": {"remote_justification": [False, False, True]},
    "R-07": {"scope_default": ["deny", "allow"], "grace_days": [0, 1, 30]},
    "R-08": {"trainees_per_radiographer": [1, 2], "counts_toward_demand": [False, True]},
    "R-09": {"default_travel_minutes": [0, 15, 240, 720], "induction_required": [True, False]},
    "R-10": {"study_minutes": [0, 240, 450, 480]},
    "R-11": {"clinical_stop": [["HCPC", "RPI"], [], ["SoR", "Fire"]], "warn_days": [0, 7, 90]},
    "R-12": {"declaration_required": [True, True, False], "declaration_months": [1, 6, 12, 13]},
    "R-14": {"touch_allowed": [True, False]},
    "R-16": {
        "max_minutes": [480, 660, 720],
        "merge_gap_minutes": [0, 30, 60, 240, 900],
        "demanding_max_minutes": [None, 240, 480],
    },
    "R-17": {"soft": [1, 3, 5], "hard": [2, 4, 7]},
    "R-18": {
        "weeks": [1, 1, 2, 2, 3, 4, 17],
        "limit_minutes": [900, 1500, 2400, 2880],
        "warn_minutes": [300, 900, 1800, 2640],
        "exclude_all_annual_leave": [True, False],
        "projection": [True, False],
    },
    "R-19": {
        "rest_minutes": [480, 660, 720, 900],
        "comp_days": [0, 1, 3, 14],
        "record_required": [True, False],
    },
    "R-20": {
        "mode": ["7d", "14d"],
        "need_minutes": [1500, 2100, 2400, 3600],
        "inside_minutes": [0, 600, 1440],
        "need_14d_minutes": [3000, 3540, 5000],
        "inside_14d_minutes": [1000, 2880],
    },
    "R-21": {"notice_days": [0, 7, 90]},
    "R-22": {
        "break_minutes": [10, 20, 30, 45],
        "threshold_minutes": [0, 300, 360, 480],
        "margin_minutes": [0, 30, 60, 150],
        "long_minutes": [360, 600, 660],
        "long_breaks": [1, 2, 3],
        "long_break_minutes": [20, 30, 40],
    },
    "R-23": {
        "age": [16, 18, 19],
        "day_minutes": [240, 480],
        "week_minutes": [1200, 2400],
        "rest_minutes": [660, 720, 900],
        "weekly_rest_minutes": [2000, 2880],
        "break_minutes": [20, 30, 45],
        "break_threshold_minutes": [0, 270, 360],
    },
    "R-24": {"limit_minutes": [0, 450, 1000], "carry_limit_minutes": [0, 900, 3000]},
    "R-31": {"protect": [True, True, False], "both_weekends_days": [1, 3, 5]},
    "R-33": {"bank_holiday_as": ["sun", "mon", "fri", "sat"]},
    "R-34": {"substitution": ["down_only", "none", "none"]},
    "R-35": {"least": [1, 2, 3]},
    "R-36": {"limit": [1, 2]},
    "R-38": {
        "max_weekends": [0, 1, 2],
        "window_weeks": [1, 2, 4, 6],
        "free_weekend_weeks": [1, 2, 3, 5],
    },
    "R-39": {"long_minutes": [360, 480, 600], "soft": [1, 2], "hard": [1, 3]},
    "R-40": {
        "below_minutes": [700, 840, 960],
        "most": [0, 1, 2],
        "window_weeks": [1, 2, 4],
        "backward_minutes": [60, 120, 240],
    },
}


def random_rules(random):
    """The defaults, or for some rules other values; now and then one is switched off."""
    share = random.choice([0, 0.3, 0.6, 0.9])
    rules = {}
    for rule in JUDGED:
        if random.random() < share:
            rules[rule] = dict(_settings(random, CHOICES.get(rule, {})))
        if random.random() < 0.1 * share:
            rules[rule] = rules.get(rule, {}) | {"enabled": False}
    return {rule: given for rule, given in rules.items() if given}


def _settings(random, choices):
    for name, values in choices.items():
        if random.random() < 0.6:
            yield name, random.choice(values)
