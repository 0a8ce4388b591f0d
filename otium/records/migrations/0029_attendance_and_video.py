import django.db.models.deletion
import otium.records.constraints
import otium.records.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0028_visit_kinds"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="act",
            name="act_duty_known",
        ),
        migrations.RemoveConstraint(
            model_name="appointment",
            name="appointment_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="familynotice",
            name="familynotice_about_known",
        ),
        migrations.RemoveConstraint(
            model_name="task",
            name="task_kind_known",
        ),
        migrations.AddField(
            model_name="appointment",
            name="billed_minutes",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="makes_up",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.appointment",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="patient_place",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
        migrations.AddField(
            model_name="appointment",
            name="patient_state",
            field=models.CharField(blank=True, db_default="", default="", max_length=2),
        ),
        migrations.AddField(
            model_name="appointment",
            name="reason_code",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
        migrations.AddField(
            model_name="appointment",
            name="telehealth_kind",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
        migrations.AddField(
            model_name="appointment",
            name="telehealth_url",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="patient",
            name="telehealth_consent_from",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="patient",
            name="telehealth_consent_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="practice",
            name="attendance_policy",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="practice",
            name="telehealth",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="therapist",
            name="telehealth_kind",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
        migrations.AddField(
            model_name="therapist",
            name="telehealth_url",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="waitlistentry",
            name="makes_up",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.appointment",
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "duty_kind__in",
                        [
                            "renew_authorization",
                            "obtain_authorization",
                            "answer_pended",
                            "work_denial",
                            "work_reduction",
                            "verify_coverage",
                            "fix_inquiry",
                            "replace_coverage",
                            "tell_benefit_limit",
                            "certify_plan",
                            "recertify_plan",
                            "write_progress_report",
                            "place_kx",
                            "obtain_referral",
                            "settle_calendar_clash",
                            "read_file",
                            "match_file",
                            "route_file",
                            "mend_import",
                            "fix_claim",
                            "check_remittance",
                            "settle_sending",
                            "give_road",
                            "mend_connection",
                            "decide_benefit",
                            "review_change",
                            "settle_finding",
                            "order_coverages",
                            "follow_promise",
                            "request_beyond_limit",
                            "tell_threshold",
                            "give_estimate",
                            "estimate_exceeded",
                            "give_abn",
                            "settle_need",
                            "sign_request",
                            "send_request",
                            "chase_decision",
                            "check_approval",
                            "settle_uses",
                            "hold_peer_to_peer",
                            "file_appeal",
                            "chase_appeal",
                            "tell_decision",
                            "tell_attendance",
                        ],
                    )
                ),
                name="act_duty_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["booked", "arrived", "in_session", "done", "no_show", "cancelled", "late_cancel"])
                ),
                name="appointment_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=otium.records.constraints.SamePractice(
                field="makes_up", name="appointment_makes_up_same_practice"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason_code__in",
                        [
                            "",
                            "family_ill",
                            "family_time",
                            "family_ride",
                            "family_forgot",
                            "family_cost",
                            "family_other",
                            "practice_ill",
                            "practice_away",
                            "practice_closed",
                            "practice_payer",
                            "practice_other",
                            "weather",
                        ],
                    )
                ),
                name="appointment_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("telehealth_kind__in", ["", "jitsi", "zoom", "doxy", "meet"])),
                name="appointment_video_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("patient_place__in", ["", "home", "elsewhere"])),
                name="appointment_patient_place_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("makes_up", None), models.Q(("makes_up", models.F("id")), _negated=True), _connector="OR"
                ),
                name="appointment_makes_up_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("makes_up__isnull", False),
                    models.Q(("status__in", ["cancelled", "late_cancel", "no_show"]), _negated=True),
                ),
                fields=("practice", "makes_up"),
                name="appointment_made_up_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="familynotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("about__in", ["benefit_limit", "threshold", "cost", "estimate", "abn", "decision", "attendance"])
                ),
                name="familynotice_about_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "renew_authorization",
                            "obtain_authorization",
                            "answer_pended",
                            "work_denial",
                            "work_reduction",
                            "verify_coverage",
                            "fix_inquiry",
                            "replace_coverage",
                            "tell_benefit_limit",
                            "certify_plan",
                            "recertify_plan",
                            "write_progress_report",
                            "place_kx",
                            "obtain_referral",
                            "settle_calendar_clash",
                            "read_file",
                            "match_file",
                            "route_file",
                            "mend_import",
                            "fix_claim",
                            "check_remittance",
                            "settle_sending",
                            "give_road",
                            "mend_connection",
                            "decide_benefit",
                            "review_change",
                            "settle_finding",
                            "order_coverages",
                            "follow_promise",
                            "request_beyond_limit",
                            "tell_threshold",
                            "give_estimate",
                            "estimate_exceeded",
                            "give_abn",
                            "settle_need",
                            "sign_request",
                            "send_request",
                            "chase_decision",
                            "check_approval",
                            "settle_uses",
                            "hold_peer_to_peer",
                            "file_appeal",
                            "chase_appeal",
                            "tell_decision",
                            "tell_attendance",
                        ],
                    )
                ),
                name="task_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="therapist",
            constraint=models.CheckConstraint(
                condition=models.Q(("telehealth_kind__in", ["", "jitsi", "zoom", "doxy", "meet"])),
                name="therapist_video_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistentry",
            constraint=otium.records.constraints.SamePractice(
                field="makes_up", name="waitlistentry_makes_up_same_practice"
            ),
        ),
    ]
