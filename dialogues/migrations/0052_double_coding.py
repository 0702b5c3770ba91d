"""The tables of double coding, their rules and their histories; and a rule of suggestions that are double coded."""

import dialogues.models.composite_key
import dialogues.models.public_id
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from dialogues.migrations._at_once import AtOnce


EVENT_TABLES = [
    "dialogues_adjudicationevent",
    "dialogues_codingevent",
    "dialogues_doublecodingevent",
    "dialogues_judgementevent",
    "dialogues_missingfactevent",
]

# As in 0003_history: events are written by the recording triggers alone.
PROTECT = """
CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION dialogues_history_is_append_only();
CREATE TRIGGER history_is_written_by_triggers BEFORE INSERT ON {table}
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION dialogues_history_is_append_only();
"""

UNPROTECT = """
DROP TRIGGER history_is_written_by_triggers ON {table};
DROP TRIGGER history_is_append_only ON {table};
"""


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0051_suggestion_with_its_article'),
    ]

    operations = [
        AtOnce([
            migrations.CreateModel(
                name='DoubleCoding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('public_id', dialogues.models.public_id.PublicIdField('dco', editable=False, max_length=20, unique=True)),
                    ('state', models.CharField(choices=[('open', 'being coded or compared'), ('adjudicated', 'adjudicated'), ('called_off', 'called off')], default='open', max_length=12)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('called_off_because', models.TextField(blank=True)),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='double_codings', to='dialogues.article')),
                    ('assigned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-created_at', '-id'],
                    'constraints': [models.UniqueConstraint(fields=('id', 'article'), name='dialogues_doublecoding_with_its_article', violation_error_message='Key: another row has this one already.'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('article',), name='dialogues_doublecoding_once_at_a_time', violation_error_message='Article: it is being double coded already.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='dialogues_doublecoding_closed_at_a_time', violation_error_message='Double coding: one that is adjudicated or called off has the time of it.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'called_off'), _negated=True), models.Q(('called_off_because', ''), _negated=True), _connector='OR'), name='dialogues_doublecoding_called_off_for_a_reason', violation_error_message='Call off: say why.')],
                },
            ),
            migrations.CreateModel(
                name='Coding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('public_id', dialogues.models.public_id.PublicIdField('cdg', editable=False, max_length=20, unique=True)),
                    ('place', models.PositiveSmallIntegerField(choices=[(1, 'A'), (2, 'B')])),
                    ('state', models.CharField(choices=[('open', 'open'), ('done', 'done')], default='open', max_length=8)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dialogues.article')),
                    ('coder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codings', to=settings.AUTH_USER_MODEL)),
                    ('double_coding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codings', to='dialogues.doublecoding')),
                ],
                options={
                    'ordering': ['double_coding', 'place'],
                    'constraints': [models.UniqueConstraint(fields=('id', 'article'), name='dialogues_coding_with_its_article', violation_error_message='Key: another row has this one already.'), dialogues.models.composite_key.SharedForeignKey(name='dialogues_coding_of_the_same_article', reference='double_coding', shared=('article',), violation_error_message='Coding: it is of the article of its double coding.'), models.CheckConstraint(condition=models.Q(('place__in', [1, 2])), name='dialogues_coding_first_or_second', violation_error_message='Place: a double coding has a first and a second coder.'), models.UniqueConstraint(fields=('double_coding', 'place'), name='dialogues_coding_once_per_place', violation_error_message='Place: the double coding has a coder there already.'), models.UniqueConstraint(fields=('double_coding', 'coder'), name='dialogues_coding_different_coders', violation_error_message='Coders: choose two different people.'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state', 'open')), models.Q(('finished_at__isnull', False), ('state', 'done')), _connector='OR'), name='dialogues_coding_done_at_a_time', violation_error_message='Coding: one that is done has the time of it.')],
                },
            ),
            migrations.CreateModel(
                name='Judgement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verdict', models.CharField(choices=[('accept', 'accept'), ('reject', 'reject')], max_length=8)),
                    ('rejection_reason', models.CharField(blank=True, choices=[('not_in_the_text', 'the text does not say this'), ('wrong_value', 'a value is wrong'), ('other_event', 'belongs to another event'), ('already_recorded', 'already in the record'), ('not_relevant', 'true, but not for this record')], max_length=20)),
                    ('payload', models.JSONField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dialogues.article')),
                    ('coding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='dialogues.coding')),
                    ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='dialogues.suggestion')),
                ],
                options={
                    'ordering': ['coding', 'suggestion'],
                    'constraints': [models.UniqueConstraint(fields=('coding', 'suggestion'), name='dialogues_judgement_once_per_suggestion', violation_error_message='Judgement: this coder has judged this suggestion.'), dialogues.models.composite_key.SharedForeignKey(name='dialogues_judgement_coding_of_the_same_article', reference='coding', shared=('article',), violation_error_message='Judgement: it is of the article of its coding.'), dialogues.models.composite_key.SharedForeignKey(name='dialogues_judgement_suggestion_of_the_same_article', reference='suggestion', shared=('article',), violation_error_message='Judgement: the suggestion is of another article.'), models.CheckConstraint(condition=models.Q(models.Q(('payload__isnull', False), ('rejection_reason', ''), ('verdict', 'accept')), models.Q(('payload__isnull', True), ('verdict', 'reject'), models.Q(('rejection_reason', ''), _negated=True)), _connector='OR'), name='dialogues_judgement_values_or_a_reason', violation_error_message='Judgement: accept with values, or reject for a reason.')],
                },
            ),
            migrations.CreateModel(
                name='MissingFact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('dialogue', 'dialogue'), ('participation', 'participant'), ('delegation_count', 'head count'), ('outcome', 'outcome'), ('relation', 'lineage'), ('position', 'position'), ('status', 'status of an outcome'), ('difference', 'difference between accounts')], max_length=20)),
                    ('payload', models.JSONField()),
                    ('quote', models.TextField()),
                    ('start', models.PositiveIntegerField()),
                    ('end', models.PositiveIntegerField()),
                    ('decision', models.CharField(choices=[('pending', 'waits for a decision'), ('accepted', 'accepted'), ('rejected', 'rejected')], default='pending', max_length=12)),
                    ('rejection_reason', models.CharField(blank=True, choices=[('not_in_the_text', 'the text does not say this'), ('wrong_value', 'a value is wrong'), ('other_event', 'belongs to another event'), ('already_recorded', 'already in the record'), ('not_relevant', 'true, but not for this record')], max_length=20)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dialogues.article')),
                    ('coding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='missing_facts', to='dialogues.coding')),
                    ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dialogues.snapshot')),
                    ('suggestion', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='missing_fact', to='dialogues.suggestion')),
                ],
                options={
                    'ordering': ['coding', 'start', 'id'],
                    'constraints': [dialogues.models.composite_key.SharedForeignKey(name='dialogues_missingfact_coding_of_the_same_article', reference='coding', shared=('article',), violation_error_message='Missing fact: it is of the article of its coding.'), dialogues.models.composite_key.SharedForeignKey(name='dialogues_missingfact_suggestion_of_the_same_article', reference='suggestion', shared=('article',), violation_error_message='Missing fact: what it became is of the same article.'), models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='dialogues_missingfact_quote_in_order', violation_error_message='Quote: its end is after its start.'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'pending'), ('rejection_reason', ''), ('suggestion__isnull', True)), models.Q(('decision', 'accepted'), ('rejection_reason', ''), ('suggestion__isnull', False)), models.Q(('decision', 'rejected'), ('suggestion__isnull', True), models.Q(('rejection_reason', ''), _negated=True)), _connector='OR'), name='dialogues_missingfact_suggestion_or_a_reason', violation_error_message='Missing fact: accepted it is a suggestion, rejected it has a reason.')],
                },
            ),
            migrations.CreateModel(
                name='Adjudication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('choice', models.CharField(choices=[('first', 'as coder A'), ('second', 'as coder B'), ('edited', 'edited'), ('rejected', 'rejected')], max_length=10)),
                    ('payload', models.JSONField(blank=True, null=True)),
                    ('rejection_reason', models.CharField(blank=True, choices=[('not_in_the_text', 'the text does not say this'), ('wrong_value', 'a value is wrong'), ('other_event', 'belongs to another event'), ('already_recorded', 'already in the record'), ('not_relevant', 'true, but not for this record')], max_length=20)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dialogues.article')),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjudications', to='dialogues.suggestion')),
                    ('double_coding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjudications', to='dialogues.doublecoding')),
                ],
                options={
                    'ordering': ['double_coding', 'suggestion'],
                    'constraints': [models.UniqueConstraint(fields=('double_coding', 'suggestion'), name='dialogues_adjudication_once_per_suggestion', violation_error_message='Adjudication: this suggestion was adjudicated in this double coding.'), dialogues.models.composite_key.SharedForeignKey(name='dialogues_adjudication_of_the_same_article', reference='double_coding', shared=('article',), violation_error_message='Adjudication: it is of the article of its double coding.'), dialogues.models.composite_key.SharedForeignKey(name='dialogues_adjudication_suggestion_of_the_same_article', reference='suggestion', shared=('article',), violation_error_message='Adjudication: the suggestion is of another article.'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('choice', 'rejected'), _negated=True), ('payload__isnull', False), ('rejection_reason', '')), models.Q(models.Q(('choice', 'edited'), _negated=True), models.Q(('rejection_reason', ''), _negated=True), ('payload__isnull', True)), _connector='OR'), name='dialogues_adjudication_values_or_a_reason', violation_error_message='Adjudication: accept with values, or reject for a reason.')],
                },
            ),
            migrations.CreateModel(
                name='DoubleCodingEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('public_id', dialogues.models.public_id.PublicIdField('dco', editable=False, max_length=20, unique=False)),
                    ('state', models.CharField(choices=[('open', 'being coded or compared'), ('adjudicated', 'adjudicated'), ('called_off', 'called off')], default='open', max_length=12)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('called_off_because', models.TextField(blank=True)),
                    ('article', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.article')),
                    ('assigned_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='dialogues.doublecoding')),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(condition=models.Q(('article__isnull', False)), fields=['article'], name='doublecodingevent_article')],
                },
            ),
            migrations.CreateModel(
                name='CodingEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('public_id', dialogues.models.public_id.PublicIdField('cdg', editable=False, max_length=20, unique=False)),
                    ('place', models.PositiveSmallIntegerField(choices=[(1, 'A'), (2, 'B')])),
                    ('state', models.CharField(choices=[('open', 'open'), ('done', 'done')], default='open', max_length=8)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('article', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.article')),
                    ('coder', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='dialogues.coding')),
                    ('double_coding', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.doublecoding')),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(condition=models.Q(('double_coding__isnull', False)), fields=['double_coding'], name='codingevent_double_coding')],
                },
            ),
            migrations.CreateModel(
                name='JudgementEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('verdict', models.CharField(choices=[('accept', 'accept'), ('reject', 'reject')], max_length=8)),
                    ('rejection_reason', models.CharField(blank=True, choices=[('not_in_the_text', 'the text does not say this'), ('wrong_value', 'a value is wrong'), ('other_event', 'belongs to another event'), ('already_recorded', 'already in the record'), ('not_relevant', 'true, but not for this record')], max_length=20)),
                    ('payload', models.JSONField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('article', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.article')),
                    ('coding', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.coding')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='dialogues.judgement')),
                    ('suggestion', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.suggestion')),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(condition=models.Q(('coding__isnull', False)), fields=['coding'], name='judgementevent_coding')],
                },
            ),
            migrations.CreateModel(
                name='MissingFactEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('dialogue', 'dialogue'), ('participation', 'participant'), ('delegation_count', 'head count'), ('outcome', 'outcome'), ('relation', 'lineage'), ('position', 'position'), ('status', 'status of an outcome'), ('difference', 'difference between accounts')], max_length=20)),
                    ('payload', models.JSONField()),
                    ('quote', models.TextField()),
                    ('start', models.PositiveIntegerField()),
                    ('end', models.PositiveIntegerField()),
                    ('decision', models.CharField(choices=[('pending', 'waits for a decision'), ('accepted', 'accepted'), ('rejected', 'rejected')], default='pending', max_length=12)),
                    ('rejection_reason', models.CharField(blank=True, choices=[('not_in_the_text', 'the text does not say this'), ('wrong_value', 'a value is wrong'), ('other_event', 'belongs to another event'), ('already_recorded', 'already in the record'), ('not_relevant', 'true, but not for this record')], max_length=20)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('article', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.article')),
                    ('coding', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.coding')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='dialogues.missingfact')),
                    ('snapshot', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.snapshot')),
                    ('suggestion', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.suggestion')),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(condition=models.Q(('coding__isnull', False)), fields=['coding'], name='missingfactevent_coding')],
                },
            ),
            migrations.CreateModel(
                name='AdjudicationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('choice', models.CharField(choices=[('first', 'as coder A'), ('second', 'as coder B'), ('edited', 'edited'), ('rejected', 'rejected')], max_length=10)),
                    ('payload', models.JSONField(blank=True, null=True)),
                    ('rejection_reason', models.CharField(blank=True, choices=[('not_in_the_text', 'the text does not say this'), ('wrong_value', 'a value is wrong'), ('other_event', 'belongs to another event'), ('already_recorded', 'already in the record'), ('not_relevant', 'true, but not for this record')], max_length=20)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('article', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.article')),
                    ('decided_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='dialogues.adjudication')),
                    ('suggestion', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.suggestion')),
                    ('double_coding', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.doublecoding')),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(condition=models.Q(('double_coding__isnull', False)), fields=['double_coding'], name='adjudicationevent_double_codin')],
                },
            ),
        ]),
        AtOnce([
            pgtrigger.migrations.AddTrigger(
                model_name='suggestion',
                trigger=pgtrigger.compiler.Trigger(name='not_while_double_coded', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."decision" = \'pending\' AND NOT (NEW."decision" = \'pending\'))', func="\n                    IF EXISTS (\n                        SELECT 1 FROM dialogues_doublecoding AS coded\n                        WHERE coded.article_id = NEW.article_id AND coded.state = 'open'\n                          AND NOT EXISTS (\n                              SELECT 1 FROM dialogues_adjudication\n                              WHERE double_coding_id = coded.id AND suggestion_id = NEW.id\n                          )\n                    ) THEN\n                        RAISE EXCEPTION 'Decision: two people are coding this article, and % is not adjudicated.',\n                            NEW.public_id\n                            USING ERRCODE = 'check_violation',\n                                  CONSTRAINT = 'dialogues_suggestion_not_while_double_coded';\n                    END IF;\n                    RETURN NEW;\n                    ", hash='c18d563f5d28c63fc53bf8ffcb0285e6c017f428', operation='UPDATE OF "decision"', pgid='pgtrigger_not_while_double_coded_58fe5', table='dialogues_suggestion', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='doublecoding',
                trigger=pgtrigger.compiler.Trigger(name='has_two_coders', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n                    IF EXISTS (SELECT 1 FROM dialogues_doublecoding WHERE id = NEW.id)\n                       AND (SELECT count(*) FROM dialogues_coding WHERE double_coding_id = NEW.id) <> 2 THEN\n                        RAISE EXCEPTION 'Double coding: % needs two coders.', NEW.public_id\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_doublecoding_has_two_coders';\n                    END IF;\n                    RETURN NULL;\n                    ", hash='c02b2a2aad63cfc8953d5eb778cc973efce617bd', operation='INSERT', pgid='pgtrigger_has_two_coders_e17df', table='dialogues_doublecoding', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='doublecoding',
                trigger=pgtrigger.compiler.Trigger(name='version_rises', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF NEW.version > OLD.version OR (OLD."id", OLD."created_at", OLD."public_id", OLD."article_id", OLD."state", OLD."assigned_by_id", OLD."closed_at", OLD."called_off_because") IS DISTINCT FROM (NEW."id", NEW."created_at", NEW."public_id", NEW."article_id", NEW."state", NEW."assigned_by_id", NEW."closed_at", NEW."called_off_because") THEN\n                NEW.version := OLD.version + 1;\n            ELSE\n                NEW.version := OLD.version;\n            END IF;\n            RETURN NEW;\n        ', hash='2474400f4421e1c68227eca062ef3adf1ac7bfab', operation='UPDATE', pgid='pgtrigger_version_rises_ec913', table='dialogues_doublecoding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='doublecoding',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_doublecodingevent" ("article_id", "assigned_by_id", "called_off_because", "closed_at", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "state", "updated_at", "version") VALUES (NEW."article_id", NEW."assigned_by_id", NEW."called_off_because", NEW."closed_at", NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."public_id", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;', hash='6a87e1b11f8f0460f832fb5e6383c4a02d3c8e08', operation='INSERT', pgid='pgtrigger_insert_insert_833fa', table='dialogues_doublecoding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='doublecoding',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dialogues_doublecodingevent" ("article_id", "assigned_by_id", "called_off_because", "closed_at", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "state", "updated_at", "version") VALUES (NEW."article_id", NEW."assigned_by_id", NEW."called_off_because", NEW."closed_at", NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public_id", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;', hash='aa0bbead75740a0b0da8b817b7b31405ae23f65a', operation='UPDATE', pgid='pgtrigger_update_update_f2f64', table='dialogues_doublecoding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='doublecoding',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_doublecodingevent" ("article_id", "assigned_by_id", "called_off_because", "closed_at", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "state", "updated_at", "version") VALUES (OLD."article_id", OLD."assigned_by_id", OLD."called_off_because", OLD."closed_at", OLD."created_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."public_id", OLD."state", OLD."updated_at", OLD."version"); RETURN NULL;', hash='17e3d49fdf5f1420c7652ffa487d582ecfe4df48', operation='DELETE', pgid='pgtrigger_delete_delete_bf880', table='dialogues_doublecoding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='doublecoding',
                trigger=pgtrigger.compiler.Trigger(name='key_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))', func="\n            RAISE EXCEPTION 'Key: the key of a row never changes, its history hangs on it.'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_doublecoding_key_never_changes';\n            ", hash='55778e79d398efa2dd392186cf1b888c3d9190f4', operation='UPDATE OF "id"', pgid='pgtrigger_key_never_changes_66b33', table='dialogues_doublecoding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='doublecoding',
                trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION 'Truncate: rows that go in this way would not be in the history; delete them.'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_doublecoding_never_emptied';\n            ", hash='644eb43f17e81126c2ca0f85c57701c9102ecfda', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_143fe', table='dialogues_doublecoding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='doublecoding',
                trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_doublecoding_public_id_stays';\n            ", hash='84af265fb1c2a14ea16a9cf9d59d7874fef3818e', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_44668', table='dialogues_doublecoding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='coding',
                trigger=pgtrigger.compiler.Trigger(name='done_when_all_is_judged', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'done\')', func="\n                    IF EXISTS (\n                        SELECT 1 FROM dialogues_suggestion AS suggestion\n                        WHERE suggestion.article_id = NEW.article_id AND suggestion.decision = 'pending'\n                          AND NOT EXISTS (\n                              SELECT 1 FROM dialogues_judgement\n                              WHERE coding_id = NEW.id AND suggestion_id = suggestion.id\n                          )\n                    ) THEN\n                        RAISE EXCEPTION 'Coding: % is done only when every suggestion is judged.', NEW.public_id\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_coding_done_when_all_is_judged';\n                    END IF;\n                    RETURN NEW;\n                    ", hash='d5a569db4a162101e9f7cede8fa2c2f207a74076', operation='INSERT OR UPDATE OF "state"', pgid='pgtrigger_done_when_all_is_judged_1f677', table='dialogues_coding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='coding',
                trigger=pgtrigger.compiler.Trigger(name='coding_stays_done', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'done\' AND (OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."coder_id" IS DISTINCT FROM (NEW."coder_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."double_coding_id" IS DISTINCT FROM (NEW."double_coding_id")))', func="\n                    RAISE EXCEPTION 'Coding: % is done and stays as it is.', OLD.public_id\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_coding_stays_done';\n                    ", hash='42281c86c3a65589baf885c7e983ad0d72c17c96', operation='UPDATE', pgid='pgtrigger_coding_stays_done_0ecdb', table='dialogues_coding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='coding',
                trigger=pgtrigger.compiler.Trigger(name='version_rises', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF NEW.version > OLD.version OR (OLD."id", OLD."created_at", OLD."public_id", OLD."double_coding_id", OLD."article_id", OLD."coder_id", OLD."place", OLD."state", OLD."finished_at") IS DISTINCT FROM (NEW."id", NEW."created_at", NEW."public_id", NEW."double_coding_id", NEW."article_id", NEW."coder_id", NEW."place", NEW."state", NEW."finished_at") THEN\n                NEW.version := OLD.version + 1;\n            ELSE\n                NEW.version := OLD.version;\n            END IF;\n            RETURN NEW;\n        ', hash='2dccd0f65d76f8162590c19d3bf501ec6a3edb8c', operation='UPDATE', pgid='pgtrigger_version_rises_86c20', table='dialogues_coding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='coding',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_codingevent" ("article_id", "coder_id", "created_at", "double_coding_id", "finished_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "state", "updated_at", "version") VALUES (NEW."article_id", NEW."coder_id", NEW."created_at", NEW."double_coding_id", NEW."finished_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."public_id", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;', hash='92c1a6ebdd428fe68a261bf5ad434394df655f03', operation='INSERT', pgid='pgtrigger_insert_insert_49c16', table='dialogues_coding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='coding',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dialogues_codingevent" ("article_id", "coder_id", "created_at", "double_coding_id", "finished_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "state", "updated_at", "version") VALUES (NEW."article_id", NEW."coder_id", NEW."created_at", NEW."double_coding_id", NEW."finished_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."public_id", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;', hash='7cc3c88277dfb8ecabb22622b2ea9b99ffbfebdf', operation='UPDATE', pgid='pgtrigger_update_update_1a305', table='dialogues_coding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='coding',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_codingevent" ("article_id", "coder_id", "created_at", "double_coding_id", "finished_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "state", "updated_at", "version") VALUES (OLD."article_id", OLD."coder_id", OLD."created_at", OLD."double_coding_id", OLD."finished_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."public_id", OLD."state", OLD."updated_at", OLD."version"); RETURN NULL;', hash='7715b8d8b6c64a5d3b7a553c543d01a52fab9848', operation='DELETE', pgid='pgtrigger_delete_delete_5beb3', table='dialogues_coding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='coding',
                trigger=pgtrigger.compiler.Trigger(name='key_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))', func="\n            RAISE EXCEPTION 'Key: the key of a row never changes, its history hangs on it.'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_coding_key_never_changes';\n            ", hash='8d187e43318d1de60f29247db3f77b6ba6e80e57', operation='UPDATE OF "id"', pgid='pgtrigger_key_never_changes_b2620', table='dialogues_coding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='coding',
                trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION 'Truncate: rows that go in this way would not be in the history; delete them.'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_coding_never_emptied';\n            ", hash='bfa07494f4733c7b8db3c282e969cef92eb751c9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_bb889', table='dialogues_coding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='coding',
                trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_coding_public_id_stays';\n            ", hash='44ea67aefb3ece211438fd72873f50d56f648e81', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_0f6b2', table='dialogues_coding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='adjudication',
                trigger=pgtrigger.compiler.Trigger(name='after_both_are_done', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (\n                        SELECT 1 FROM dialogues_coding\n                        WHERE double_coding_id = NEW.double_coding_id AND state <> 'done'\n                    ) THEN\n                        RAISE EXCEPTION 'Adjudication: it begins when both coders are done.'\n                            USING ERRCODE = 'check_violation',\n                                  CONSTRAINT = 'dialogues_adjudication_after_both_are_done';\n                    END IF;\n                    RETURN NEW;\n                    ", hash='5d8f30022066b1990a99defd839f1be6b62c2bcf', operation='INSERT OR UPDATE', pgid='pgtrigger_after_both_are_done_75c76', table='dialogues_adjudication', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='adjudication',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_adjudicationevent" ("article_id", "choice", "created_at", "decided_by_id", "double_coding_id", "id", "payload", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rejection_reason", "suggestion_id", "updated_at") VALUES (NEW."article_id", NEW."choice", NEW."created_at", NEW."decided_by_id", NEW."double_coding_id", NEW."id", NEW."payload", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rejection_reason", NEW."suggestion_id", NEW."updated_at"); RETURN NULL;', hash='6f0e66bd88fbb14cb10a7d0de5f918ac43058bba', operation='INSERT', pgid='pgtrigger_insert_insert_471f3', table='dialogues_adjudication', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='adjudication',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dialogues_adjudicationevent" ("article_id", "choice", "created_at", "decided_by_id", "double_coding_id", "id", "payload", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rejection_reason", "suggestion_id", "updated_at") VALUES (NEW."article_id", NEW."choice", NEW."created_at", NEW."decided_by_id", NEW."double_coding_id", NEW."id", NEW."payload", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rejection_reason", NEW."suggestion_id", NEW."updated_at"); RETURN NULL;', hash='66ca6e23ee251cc24e345a45fbba111a632d5d2d', operation='UPDATE', pgid='pgtrigger_update_update_309df', table='dialogues_adjudication', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='adjudication',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_adjudicationevent" ("article_id", "choice", "created_at", "decided_by_id", "double_coding_id", "id", "payload", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rejection_reason", "suggestion_id", "updated_at") VALUES (OLD."article_id", OLD."choice", OLD."created_at", OLD."decided_by_id", OLD."double_coding_id", OLD."id", OLD."payload", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rejection_reason", OLD."suggestion_id", OLD."updated_at"); RETURN NULL;', hash='6eefb2b165f2d659a56f126ceeec288ea0b526e2', operation='DELETE', pgid='pgtrigger_delete_delete_80ee6', table='dialogues_adjudication', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='adjudication',
                trigger=pgtrigger.compiler.Trigger(name='key_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))', func="\n            RAISE EXCEPTION 'Key: the key of a row never changes, its history hangs on it.'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_adjudication_key_never_changes';\n            ", hash='405b163f65663cae7c1c5ae09d5f8a8d86c456f3', operation='UPDATE OF "id"', pgid='pgtrigger_key_never_changes_1c5b0', table='dialogues_adjudication', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='adjudication',
                trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION 'Truncate: rows that go in this way would not be in the history; delete them.'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_adjudication_never_emptied';\n            ", hash='4fc14b976b62a112fff2d7e512e48653c6e415f4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_b3487', table='dialogues_adjudication', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='judgement',
                trigger=pgtrigger.compiler.Trigger(name='stays_as_coded', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE held text;', func="\n            SELECT state INTO held FROM dialogues_coding\n                WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.coding_id ELSE OLD.coding_id END FOR SHARE;\n            IF held = 'done' THEN\n                RAISE EXCEPTION 'Coding: it is done, and what was coded stays as it is.'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_judgement_stays_as_coded';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n            ", hash='4d15c6e36df590aedebe569ec281d1d165f49af2', operation='INSERT OR DELETE OR UPDATE OF "coding_id", "article_id", "suggestion_id", "verdict", "rejection_reason", "payload"', pgid='pgtrigger_stays_as_coded_9028e', table='dialogues_judgement', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='judgement',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_judgementevent" ("article_id", "coding_id", "created_at", "id", "payload", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rejection_reason", "suggestion_id", "updated_at", "verdict") VALUES (NEW."article_id", NEW."coding_id", NEW."created_at", NEW."id", NEW."payload", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rejection_reason", NEW."suggestion_id", NEW."updated_at", NEW."verdict"); RETURN NULL;', hash='d7377e0b37b1ed1631f4590fcaf6a5b458f41d97', operation='INSERT', pgid='pgtrigger_insert_insert_22981', table='dialogues_judgement', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='judgement',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dialogues_judgementevent" ("article_id", "coding_id", "created_at", "id", "payload", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rejection_reason", "suggestion_id", "updated_at", "verdict") VALUES (NEW."article_id", NEW."coding_id", NEW."created_at", NEW."id", NEW."payload", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rejection_reason", NEW."suggestion_id", NEW."updated_at", NEW."verdict"); RETURN NULL;', hash='1aa86d125316a8b40cd1118f32a5b56a9aea66d7', operation='UPDATE', pgid='pgtrigger_update_update_54d41', table='dialogues_judgement', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='judgement',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_judgementevent" ("article_id", "coding_id", "created_at", "id", "payload", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rejection_reason", "suggestion_id", "updated_at", "verdict") VALUES (OLD."article_id", OLD."coding_id", OLD."created_at", OLD."id", OLD."payload", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rejection_reason", OLD."suggestion_id", OLD."updated_at", OLD."verdict"); RETURN NULL;', hash='d9488842cf7d5a5beec908c8ae2d285081bfa566', operation='DELETE', pgid='pgtrigger_delete_delete_3a06f', table='dialogues_judgement', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='judgement',
                trigger=pgtrigger.compiler.Trigger(name='key_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))', func="\n            RAISE EXCEPTION 'Key: the key of a row never changes, its history hangs on it.'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_judgement_key_never_changes';\n            ", hash='24993abecd94810b80d8a32a2ecc122aa768eff2', operation='UPDATE OF "id"', pgid='pgtrigger_key_never_changes_5d06c', table='dialogues_judgement', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='judgement',
                trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION 'Truncate: rows that go in this way would not be in the history; delete them.'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_judgement_never_emptied';\n            ", hash='f9dcd683cd202007c88f183c861f8a2c9d11ba1b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_a583c', table='dialogues_judgement', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='missingfact',
                trigger=pgtrigger.compiler.Trigger(name='stays_as_coded', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE held text;', func="\n            SELECT state INTO held FROM dialogues_coding\n                WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.coding_id ELSE OLD.coding_id END FOR SHARE;\n            IF held = 'done' THEN\n                RAISE EXCEPTION 'Coding: it is done, and what was coded stays as it is.'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_missingfact_stays_as_coded';\n            END IF;\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n            ", hash='f0de36d256bee96c7333dd8c72183f5a2fe2feff', operation='INSERT OR DELETE OR UPDATE OF "coding_id", "article_id", "kind", "payload", "snapshot_id", "quote", "start", "end"', pgid='pgtrigger_stays_as_coded_b7e16', table='dialogues_missingfact', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='missingfact',
                trigger=pgtrigger.compiler.Trigger(name='missing_fact_quotes_its_text', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE kept text;', func='\n                    SELECT text INTO kept FROM dialogues_snapshot\n                        WHERE id = NEW.snapshot_id AND article_id = NEW.article_id;\n                    IF substr(kept, NEW.start + 1, greatest(NEW."end" - NEW.start, 0)) IS DISTINCT FROM NEW.quote THEN\n                        RAISE EXCEPTION \'Quote: the kept text of the article does not say this between % and %.\',\n                            NEW.start, NEW."end"\n                            USING ERRCODE = \'check_violation\', CONSTRAINT = \'dialogues_missingfact_quotes_its_text\';\n                    END IF;\n                    RETURN NEW;\n                    ', hash='6d9d9d22b0c8a706d8e6027d593467f886943527', operation='INSERT OR UPDATE OF "article_id", "snapshot_id", "quote", "start", "end"', pgid='pgtrigger_missing_fact_quotes_its_text_225cc', table='dialogues_missingfact', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='missingfact',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_missingfactevent" ("article_id", "coding_id", "created_at", "decision", "end", "id", "kind", "payload", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote", "rejection_reason", "snapshot_id", "start", "suggestion_id", "updated_at") VALUES (NEW."article_id", NEW."coding_id", NEW."created_at", NEW."decision", NEW."end", NEW."id", NEW."kind", NEW."payload", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."quote", NEW."rejection_reason", NEW."snapshot_id", NEW."start", NEW."suggestion_id", NEW."updated_at"); RETURN NULL;', hash='c4be1eb70f7a6665ec6ffda61ab81eb33762b611', operation='INSERT', pgid='pgtrigger_insert_insert_b1861', table='dialogues_missingfact', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='missingfact',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dialogues_missingfactevent" ("article_id", "coding_id", "created_at", "decision", "end", "id", "kind", "payload", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote", "rejection_reason", "snapshot_id", "start", "suggestion_id", "updated_at") VALUES (NEW."article_id", NEW."coding_id", NEW."created_at", NEW."decision", NEW."end", NEW."id", NEW."kind", NEW."payload", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."quote", NEW."rejection_reason", NEW."snapshot_id", NEW."start", NEW."suggestion_id", NEW."updated_at"); RETURN NULL;', hash='666122d7273ba5d6f07afba0543f310f0daaab71', operation='UPDATE', pgid='pgtrigger_update_update_36fd9', table='dialogues_missingfact', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='missingfact',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_missingfactevent" ("article_id", "coding_id", "created_at", "decision", "end", "id", "kind", "payload", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote", "rejection_reason", "snapshot_id", "start", "suggestion_id", "updated_at") VALUES (OLD."article_id", OLD."coding_id", OLD."created_at", OLD."decision", OLD."end", OLD."id", OLD."kind", OLD."payload", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."quote", OLD."rejection_reason", OLD."snapshot_id", OLD."start", OLD."suggestion_id", OLD."updated_at"); RETURN NULL;', hash='a7e076ad8532ef68f768cc37b8ff971847f5a663', operation='DELETE', pgid='pgtrigger_delete_delete_a5564', table='dialogues_missingfact', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='missingfact',
                trigger=pgtrigger.compiler.Trigger(name='key_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))', func="\n            RAISE EXCEPTION 'Key: the key of a row never changes, its history hangs on it.'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_missingfact_key_never_changes';\n            ", hash='df3674108ce6ebf50b0d4b470ec093a7b5e0e5e1', operation='UPDATE OF "id"', pgid='pgtrigger_key_never_changes_59706', table='dialogues_missingfact', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='missingfact',
                trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION 'Truncate: rows that go in this way would not be in the history; delete them.'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_missingfact_never_emptied';\n            ", hash='368bb37d8f7ee42a439358a884e502eeac76c3e9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_44bdd', table='dialogues_missingfact', when='BEFORE')),
            ),
        ]),
        *(migrations.RunSQL(PROTECT.format(table=table), UNPROTECT.format(table=table)) for table in EVENT_TABLES),
    ]
