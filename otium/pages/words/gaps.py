"""What a packet lacks (rules.packet.filling.GAPS): named in a word or two, and what to do about it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


@dataclass(frozen=True, slots=True)
class GapWords:
    """`name` in a line of several; `ask` is a sentence that says what to do; days arrive as text."""

    name: Any
    ask: Any


GAPS: dict[str, GapWords] = {
    "birth_date_missing": GapWords(_("birth date"), _("Enter the patient’s birth date.")),
    "member_id_missing": GapWords(_("member ID"), _("Enter the member ID as printed on the card.")),
    "injury_claim_missing": GapWords(
        _("injury claim"), _("Enter the claim number and the day of injury, as the adjuster gives them.")
    ),
    "diagnosis_missing": GapWords(_("diagnosis"), _("Enter a diagnosis (ICD-10) in the episode of care.")),
    "onset_missing": GapWords(_("onset"), _("Enter the day of onset or injury in the episode of care.")),
    "practice_npi_missing": GapWords(
        _("practice’s NPI"), _("Enter the NPI of the practice: it is missing or has a wrong digit.")
    ),
    "rendering_npi_missing": GapWords(
        _("therapist’s NPI"), _("Enter the NPI of the therapist: it is missing or has a wrong digit.")
    ),
    "tax_id_missing": GapWords(_("tax ID"), _("Enter the tax ID of the practice.")),
    "period_missing": GapWords(_("period"), _("Say from which day to which day treatment is asked for.")),
    "quantity_missing": GapWords(_("number of visits"), _("Say how many visits or units are asked for.")),
    "codes_missing": GapWords(_("service codes"), _("Name the codes that are asked for.")),
    "frequency_missing": GapWords(
        _("frequency"), _("Say how often a week and for how many weeks treatment is planned.")
    ),
    "order_missing": GapWords(_("order"), _("Add the order or referral, with who wrote it and when.")),
    "plan_of_care_missing": GapWords(_("plan of care"), _("Add the plan of care.")),
    "evaluation_missing": GapWords(_("evaluation"), _("Record the evaluation, or add its document.")),
    "prior_level_missing": GapWords(_("prior level of function"), _("Say what the patient could do before.")),
    "deficits_missing": GapWords(
        _("functional deficits"), _("Say what the patient cannot do in daily life, as it is now.")
    ),
    "scores_missing": GapWords(_("scores"), _("Enter a standardized score.")),
    "scores_old": GapWords(
        _("newer scores"), _("The newest score is of %(on)s. This payer wants one within %(days)s days: test again.")
    ),
    "goals_missing": GapWords(_("goals"), _("Set goals with baseline, current level and target.")),
    "progress_missing": GapWords(_("progress"), _("Say what changed since the last approval.")),
    "retest_missing": GapWords(
        _("a second score"), _("Test again: one score of this period beside an earlier one shows the change.")
    ),
    "attendance_missing": GapWords(
        _("attendance"), _("No visit of this period is marked as made. Mark the visits in the calendar.")
    ),
    "home_program_missing": GapWords(
        _("home program"), _("Say what is done at home, and how often, or that there is none.")
    ),
    "skilled_need_missing": GapWords(_("why skilled care"), _("Say why it takes a therapist and not a helper.")),
    "why_more_missing": GapWords(
        _("why more"), _("Say why more treatment is needed. What was said before this period does not count.")
    ),
    "discharge_missing": GapWords(_("discharge plan"), _("Say when and to what treatment ends.")),
    "other_services_missing": GapWords(
        _("other services"), _("Say which school or other therapy the patient gets, or that there is none.")
    ),
    "paper_missing": GapWords(_("a paper"), _("Add the document: %(paper)s. This payer wants it with the request.")),
    "visits_unconfirmed": GapWords(
        _("attendance to confirm"),
        ngettext_lazy(
            "One past visit is not marked as made or missed. It is not counted.",
            "%(count)d past visits are not marked as made or missed. They are not counted.",
            "count",
        ),
    ),
    "criterion_not_shown": GapWords(_("what the diagnosis must show"), "%(asks)s"),
    "wording_proposed": GapWords(
        _("wording to accept"), _("Read the proposed wording, and accept it, change it or take it out.")
    ),
    "score_impossible": GapWords(
        _("a score that cannot be"),
        _("%(instrument)s on %(on)s cannot be %(score)s. Correct it; until then it is not said."),
    ),
    "score_for_another_age": GapWords(
        _("a score of another age"), _("%(instrument)s is made for another age. The reviewer may not count it.")
    ),
    "score_without_norm": GapWords(
        _("a norm"), _("Say how %(instrument)s stands against its norm, as the report states it.")
    ),
    "retest_due": GapWords(_("a re-test"), _("%(instrument)s was last given on %(on)s: it is time to test again.")),
    "diagnosis_no_code": GapWords(
        _("diagnosis code"), _("“%(diagnosis)s” is not an ICD-10 code. Correct it in the episode of care.")
    ),
    "period_reversed": GapWords(
        _("period"), _("The period asked for ends %(ends_on)s, before it begins %(starts_on)s. Correct it.")
    ),
    "more_than_planned": GapWords(
        _("number of visits"),
        _("%(requested)s visits are asked for, and frequency and duration make %(planned)s. Make them agree."),
    ),
    "plan_ended": GapWords(
        _("plan of care"), _("The plan of care ended %(ends_on)s, before the period from %(starts_on)s. Renew it.")
    ),
    "treated_before_evaluation": GapWords(
        _("evaluation date"),
        _("Treatment on %(treated_on)s comes before the evaluation on %(evaluated_on)s. Correct one of them."),
    ),
    "onset_after_evaluation": GapWords(
        _("onset date"), _("The onset on %(on)s comes after the evaluation on %(evaluated_on)s. Correct one of them.")
    ),
    "injury_after_evaluation": GapWords(
        _("injury date"), _("The injury on %(on)s comes after the evaluation on %(evaluated_on)s. Correct one of them.")
    ),
    "onset_before_birth": GapWords(_("onset date"), _("The onset on %(on)s comes before the birth. Correct it.")),
    "order_unsigned": GapWords(_("signature on the order"), _("The order is not signed yet. Get it signed.")),
    "order_expired": GapWords(
        _("an order in force"), _("The order ended %(expires_on)s, before %(starts_on)s. Get a new one.")
    ),
    "orderer_unknown": GapWords(_("who ordered"), _("Enter the name and NPI of who wrote the order.")),
    "goals_none_open": GapWords(
        _("an open goal"), _("Every goal is met or ended. Set a new one, or ask for no more treatment.")
    ),
    "goal_met_worked_on": GapWords(
        _("a goal’s status"),
        _("Goal %(number)s is marked as met, and was worked on after that, on %(on)s. Correct it."),
    ),
    "goal_without_baseline": GapWords(_("a baseline"), _("Enter where goal %(number)s began.")),
    "goal_without_target": GapWords(_("a target"), _("Enter what goal %(number)s is to reach.")),
    "goal_past_due": GapWords(
        _("a goal’s date"), _("Goal %(number)s was due %(on)s, before the period asked for. Set a new date.")
    ),
    "goal_without_change": GapWords(
        _("a goal without change"),
        _("Goal %(number)s stands where it began on %(on)s. Say why, or change the goal."),
    ),
}
WHO = {"office": _("the office fills it in"), "clinician": _("the therapist fills it in")}
NAMES = {code: said.name for code, said in GAPS.items()}
SECTIONS: dict[str, Any] = {
    "request": _("What is asked for"),
    "patient": _("Patient and coverage"),
    "provider": _("Provider"),
    "diagnosis": _("Diagnosis"),
    "order": _("Order"),
    "history": _("History and precautions"),
    "prior_level": _("Prior level of function"),
    "deficits": _("Functional deficits"),
    "scores": _("Scores"),
    "goals": _("Goals"),
    "progress": _("Progress"),
    "attendance": _("Attendance"),
    "home_program": _("Home program"),
    "skilled_need": _("Why skilled care is needed"),
    "plan": _("Plan of care"),
    "discharge": _("Discharge plan"),
    "other_services": _("Other services"),
}
PAPERS: dict[str, Any] = {
    "order": _("the order"),
    "evaluation": _("the evaluation"),
    "plan_of_care": _("the plan of care"),
    "progress_report": _("the progress report"),
    "job_description": _("the job description"),
}
