
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0062_import_file'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='put_off_since',
            field=models.DateTimeField(blank=True, help_text='Since when its host says: later.', null=True),
        ),
        migrations.AddField(
            model_name='job',
            name='turn_of',
            field=models.CharField(blank=True, db_default='', default='', help_text='The host that it waits for: due is when its turn comes.', max_length=260),
        ),
        migrations.CreateModel(
            name='Host',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=260, unique=True)),
                ('last_asked_at', models.DateTimeField(blank=True, null=True)),
                ('next_ask_at', models.DateTimeField(blank=True, help_text='Nobody asks before this.', null=True)),
                ('turns_end_at', models.DateTimeField(blank=True, help_text='Until then its turns are reserved.', null=True)),
                ('in_flight', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), default=list, help_text='When the leases of the requests end that are under way.', size=None)),
                ('seconds_of_an_answer', models.FloatField(default=0.0, help_text='How long it has lately taken to answer.')),
                ('blocked_until', models.DateTimeField(blank=True, null=True)),
                ('blocked_because', models.TextField(blank=True)),
                ('refusals', models.PositiveIntegerField(default=0, help_text='In a row; 0 after an answer.')),
                ('crawl_delay', models.FloatField(blank=True, help_text='Seconds, as its robots.txt asks.', null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['name'],
                'indexes': [models.Index(condition=models.Q(('blocked_until__isnull', False)), fields=['blocked_until'], name='host_blocked')],
                'constraints': [models.CheckConstraint(condition=models.Q(('blocked_until__isnull', True), models.Q(('blocked_because', ''), _negated=True), _connector='OR'), name='dialogues_host_block_has_reason', violation_error_message='Host: one that is left alone says why.')],
            },
        ),
        migrations.CreateModel(
            name='RobotsFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=268, unique=True)),
                ('text', models.TextField(blank=True)),
                ('status', models.PositiveSmallIntegerField(help_text='What the server answered.')),
                ('delay', models.FloatField(blank=True, help_text='Seconds between two requests, as it asks.', null=True)),
                ('fetched_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='robots_files', to='dialogues.host')),
            ],
            options={
                'ordering': ['origin'],
            },
        ),
    ]
