from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0074_snapshot_of_a_job'),
    ]

    operations = [
        migrations.CreateModel(
            name='PeriodicWork',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('last_begun_at', models.DateTimeField()),
                ('next_due_at', models.DateTimeField()),
                ('turns', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
