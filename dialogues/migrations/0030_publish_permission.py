from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0011_edit_distance_checked'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='apitoken',
            options={'ordering': ['-created_at'], 'permissions': [('manage_apitoken', 'Can manage the API tokens of others')], 'verbose_name': 'API token'},
        ),
        migrations.AlterModelOptions(
            name='dialogue',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'publish'), 'ordering': ['-start_date_earliest', '-id']},
        ),
        migrations.AlterModelOptions(
            name='mechanism',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'publish'), 'ordering': ['name']},
        ),
        migrations.AlterModelOptions(
            name='organization',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'publish'), 'ordering': ['name', 'id']},
        ),
        migrations.AlterModelOptions(
            name='outcome',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'publish'), 'ordering': ['dialogue', 'id']},
        ),
        migrations.AlterModelOptions(
            name='person',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'publish'), 'ordering': ['name', 'id'], 'verbose_name_plural': 'people'},
        ),
        migrations.AlterModelManagers(name='user', managers=[]),
    ]
