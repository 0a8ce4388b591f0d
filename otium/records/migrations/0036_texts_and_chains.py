import django.db.models.deletion
import otium.records.constraints
import otium.records.fields
from django.db import migrations, models


# The hours of notice that a practice set with its reminders, before they were its attendance policy's alone: what
# families were told is kept, unless the policy says otherwise.
MOVE_NOTICE = """
update records_practice
set attendance_policy = jsonb_build_object('notice_hours', visit_messages -> 'notice_hours') || attendance_policy,
    visit_messages = visit_messages - 'notice_hours'
where visit_messages ? 'notice_hours' and jsonb_typeof(visit_messages -> 'notice_hours') = 'number'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0035_left_hours"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="acknowledgement",
            name="acknowledgement_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="familynotice",
            name="familynotice_about_known",
        ),
        migrations.AddField(
            model_name="planmove",
            name="notice",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.familynotice",
            ),
        ),
        migrations.AddField(
            model_name="scheduleplan",
            name="answers_by",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="scheduleplan",
            name="asking",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
        migrations.AddIndex(
            model_name="history",
            index=models.Index(
                condition=models.Q(("event__in", ["booked", "moved"]), ("focus_type", "appointment")),
                fields=["practice", "at"],
                name="history_by_booking",
            ),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["TA1", "999", "277CA", "277", "fax", "text"])),
                name="acknowledgement_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="familynotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "about__in",
                        [
                            "benefit_limit",
                            "threshold",
                            "cost",
                            "estimate",
                            "abn",
                            "decision",
                            "offer",
                            "chain",
                            "attendance",
                            "visit_booked",
                            "visit_reminder",
                            "visit_changed",
                        ],
                    )
                ),
                name="familynotice_about_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planmove",
            constraint=otium.records.constraints.SamePractice(field="notice", name="planmove_notice_same_practice"),
        ),
        migrations.AddConstraint(
            model_name="scheduleplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asking__in", ["", "open", "agreed", "refused", "lapsed", "changed", "stopped", "settled"])
                ),
                name="scheduleplan_asking_known",
            ),
        ),
        migrations.RunSQL(MOVE_NOTICE, migrations.RunSQL.noop),
    ]
