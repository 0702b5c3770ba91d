"""The rows that are there keep the rules of 0004 too. The check takes no lock that keeps anybody from reading or writing."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0004_rules'),
    ]

    operations = [
        ValidateConstraint(model_name='article', name='dialogues_article_not_its_own_copy'),
        ValidateConstraint(model_name='citation', name='dialogues_citation_conflict_about_a_dialogue'),
        ValidateConstraint(model_name='citation', name='dialogues_citation_conflict_of_its_dialogue'),
        ValidateConstraint(model_name='dialogue', name='dialogues_dialogue_not_merged_into_itself'),
        ValidateConstraint(model_name='dialogue', name='dialogues_dialogue_sides_of_its_mechanism'),
        ValidateConstraint(model_name='mechanism', name='dialogues_mechanism_not_merged_into_itself'),
        ValidateConstraint(model_name='organization', name='dialogues_organization_not_its_own_parent'),
        ValidateConstraint(model_name='organization', name='dialogues_organization_not_merged_into_itself'),
        ValidateConstraint(model_name='outcome', name='dialogues_outcome_not_merged_into_itself'),
        ValidateConstraint(model_name='outcomestatus', name='dialogues_outcomestatus_not_superseding_itself'),
        ValidateConstraint(model_name='outcomestatus', name='dialogues_outcomestatus_supersedes_its_own_outcome'),
        ValidateConstraint(model_name='participation', name='dialogues_participation_acting_at_the_same_dialogue'),
        ValidateConstraint(model_name='person', name='dialogues_person_not_merged_into_itself'),
        ValidateConstraint(model_name='relation', name='dialogues_relation_between_two_records'),
        ValidateConstraint(model_name='topic', name='dialogues_topic_not_its_own_parent'),
    ]
