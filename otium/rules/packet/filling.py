"""Every gap a packet can have: the names of its params, and who can fill it in: the office or the clinician."""

OFFICE, CLINICIAN = "office", "clinician"

# code -> names of its params.
GAPS: dict[str, tuple[str, ...]] = {
    # what the payer asks for and the records do not say
    "birth_date_missing": (),
    "member_id_missing": (),
    "injury_claim_missing": (),
    "diagnosis_missing": (),
    "onset_missing": (),
    "practice_npi_missing": (),
    "rendering_npi_missing": (),
    "tax_id_missing": (),
    "period_missing": (),
    "quantity_missing": (),
    "codes_missing": (),
    "frequency_missing": (),
    "order_missing": (),
    "plan_of_care_missing": (),
    "evaluation_missing": (),
    "prior_level_missing": (),
    "deficits_missing": (),
    "scores_missing": (),
    "scores_old": ("on", "days"),
    "goals_missing": (),
    "progress_missing": (),
    "retest_missing": (),
    "attendance_missing": (),
    "home_program_missing": (),
    "skilled_need_missing": (),
    "why_more_missing": (),
    "discharge_missing": (),
    "other_services_missing": (),
    "paper_missing": ("paper",),
    "visits_unconfirmed": ("count",),
    "criterion_not_shown": ("asks",),
    "wording_proposed": (),
    # scores
    "score_impossible": ("instrument", "score", "on"),
    "score_for_another_age": ("instrument",),
    "score_without_norm": ("instrument",),
    "retest_due": ("instrument", "on"),
    # where the records contradict each other
    "diagnosis_no_code": ("diagnosis",),
    "period_reversed": ("starts_on", "ends_on"),
    "more_than_planned": ("requested", "planned"),
    "plan_ended": ("ends_on", "starts_on"),
    "treated_before_evaluation": ("treated_on", "evaluated_on"),
    "onset_after_evaluation": ("on", "evaluated_on"),
    "injury_after_evaluation": ("on", "evaluated_on"),
    "onset_before_birth": ("on",),
    "order_unsigned": ("on",),
    "order_expired": ("expires_on", "starts_on"),
    "orderer_unknown": (),
    "goals_none_open": (),
    "goal_met_worked_on": ("number", "on"),
    "goal_without_baseline": ("number",),
    "goal_without_target": ("number",),
    "goal_past_due": ("number", "on"),
    "goal_without_change": ("number", "on"),
}
OF_CLINICIAN = frozenset(
    {"prior_level_missing", "deficits_missing", "scores_missing", "scores_old", "goals_missing", "progress_missing",
     "retest_missing", "home_program_missing", "skilled_need_missing", "why_more_missing", "discharge_missing",
     "other_services_missing", "criterion_not_shown", "wording_proposed", "score_impossible", "score_for_another_age",
     "score_without_norm", "retest_due", "treated_before_evaluation", "goals_none_open", "goal_met_worked_on",
     "goal_without_baseline", "goal_without_target", "goal_past_due", "goal_without_change", "evaluation_missing",
     "diagnosis_missing", "diagnosis_no_code", "onset_missing", "onset_after_evaluation", "injury_after_evaluation",
     "frequency_missing", "more_than_planned", "plan_ended"}
)  # fmt: skip
WHO: dict[str, str] = {code: CLINICIAN if code in OF_CLINICIAN else OFFICE for code in GAPS}
