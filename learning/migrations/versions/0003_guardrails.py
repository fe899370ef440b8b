"""Guardrails: the register of tools and rules, who has a tool, what people need, and letters about it

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

import learning.ground.db

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('module_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('assumes_tool', sa.String(length=255), nullable=False, server_default='none'))
    _say_what_was_assumed()

    op.create_table('guardrail_register',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('stamp', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('slip_tell', sa.Text(), nullable=False),
    sa.Column('slip_within', sa.String(length=255), nullable=False),
    sa.Column('slip_out_of_hours', sa.Text(), nullable=False),
    sa.Column('updated_at', learning.ground.db.UtcDateTime(), nullable=False),
    sa.Column('by_person_id', sa.Integer(), nullable=True),
    sa.Column('told_stamp', sa.Uuid(), nullable=True),
    sa.Column('told_on', sa.Date(), nullable=True),
    sa.Column('listed_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['by_person_id'], ['person.id'], name=op.f('fk_guardrail_register_by_person_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_guardrail_register_organisation_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_guardrail_register_owner_id')),
    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_guardrail_register'))
    )
    op.create_table('permission_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('tool', sa.String(length=255), nullable=False),
    sa.Column('task', sa.String(length=255), nullable=False),
    sa.Column('data_label', sa.String(length=255), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(length=255), nullable=False),
    sa.Column('only_if', sa.String(length=255), nullable=False),
    sa.Column('conditions', learning.ground.db.Json, nullable=False),
    sa.Column('instead', sa.Text(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('policy_url', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('from_at', learning.ground.db.UtcDateTime(), nullable=False),
    sa.Column('until_at', learning.ground.db.UtcDateTime(), nullable=True),
    sa.Column('ended_why', sa.Text(), nullable=True),
    sa.Column('by_person_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("answer IN ('yes', 'ask', 'no', 'undecided')", name=op.f('ck_permission_rule_answer')),
    sa.ForeignKeyConstraint(['by_person_id'], ['person.id'], name=op.f('fk_permission_rule_by_person_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_permission_rule_organisation_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_permission_rule_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_permission_rule')),
    sa.UniqueConstraint('organisation_id', 'tool', 'task', 'data_label', 'version', name=op.f('uq_permission_rule_organisation_id_tool_task_data_label_version'))
    )
    with op.batch_alter_table('permission_rule', schema=None) as batch_op:
        batch_op.create_index('ix_permission_rule_organisation_id_until_at', ['organisation_id', 'until_at'], unique=False)

    op.create_table('tool',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=255), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('name_key', sa.String(length=255), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('how_to_open', sa.Text(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', learning.ground.db.UtcDateTime(), nullable=False),
    sa.Column('updated_at', learning.ground.db.UtcDateTime(), nullable=False),
    sa.Column('by_person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_person_id'], ['person.id'], name=op.f('fk_tool_by_person_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_tool_organisation_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_tool_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tool')),
    sa.UniqueConstraint('organisation_id', 'name_key', name=op.f('uq_tool_organisation_id_name_key')),
    sa.UniqueConstraint('organisation_id', 'slug', name=op.f('uq_tool_organisation_id_slug'))
    )
    op.create_table('tool_access',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('tool', sa.String(length=255), nullable=False),
    sa.Column('target', sa.String(length=255), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('family', sa.String(length=255), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('from_at', learning.ground.db.UtcDateTime(), nullable=False),
    sa.Column('until_at', learning.ground.db.UtcDateTime(), nullable=True),
    sa.Column('by_person_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("target IN ('organisation', 'team', 'family', 'person')", name=op.f('ck_tool_access_target')),
    sa.ForeignKeyConstraint(['by_person_id'], ['person.id'], name=op.f('fk_tool_access_by_person_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_tool_access_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_tool_access_person_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_tool_access_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tool_access'))
    )
    with op.batch_alter_table('tool_access', schema=None) as batch_op:
        batch_op.create_index(
            'ix_tool_access_organisation_id_person_id_until_at', ['organisation_id', 'person_id', 'until_at'], unique=False
        )
        batch_op.create_index('ix_tool_access_person_id', ['person_id'], unique=False)

    op.create_table('tool_need',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('tool', sa.String(length=255), nullable=False),
    sa.Column('task', sa.String(length=255), nullable=False),
    sa.Column('data_label', sa.String(length=255), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(answer IS NULL) = (answered_on IS NULL)', name=op.f('ck_tool_need_answered')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_tool_need_answered_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_tool_need_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tool_need')),
    sa.UniqueConstraint('public_id', name=op.f('uq_tool_need_public_id'))
    )
    with op.batch_alter_table('tool_need', schema=None) as batch_op:
        batch_op.create_index('ix_tool_need_organisation_id_answered_on', ['organisation_id', 'answered_on'], unique=False)
        batch_op.create_index('ix_tool_need_organisation_id_asked_by', ['organisation_id', 'asked_by'], unique=False)

    op.create_table('tool_withdrawal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('tool', sa.String(length=255), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('instead', sa.Text(), nullable=False),
    sa.Column('from_at', learning.ground.db.UtcDateTime(), nullable=False),
    sa.Column('until_at', learning.ground.db.UtcDateTime(), nullable=True),
    sa.Column('by_person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_person_id'], ['person.id'], name=op.f('fk_tool_withdrawal_by_person_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_tool_withdrawal_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tool_withdrawal'))
    )
    with op.batch_alter_table('tool_withdrawal', schema=None) as batch_op:
        batch_op.create_index('ix_tool_withdrawal_organisation_id_until_at', ['organisation_id', 'until_at'], unique=False)

    op.create_table('guardrail_letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('about', sa.String(length=255), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=True),
    sa.Column('made_at', learning.ground.db.UtcDateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('claimed_at', learning.ground.db.UtcDateTime(), nullable=True),
    sa.Column('try_again_at', learning.ground.db.UtcDateTime(), nullable=True),
    sa.Column('sent_at', learning.ground.db.UtcDateTime(), nullable=True),
    sa.Column('trouble', sa.String(length=255), nullable=True),
    sa.ForeignKeyConstraint(['need_id'], ['tool_need.id'], name=op.f('fk_guardrail_letter_need_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_guardrail_letter_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_guardrail_letter_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guardrail_letter')),
    sa.UniqueConstraint('person_id', 'about', name=op.f('uq_guardrail_letter_person_id_about'))
    )
    with op.batch_alter_table('guardrail_letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guardrail_letter_need_id'), ['need_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_guardrail_letter_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('ix_guardrail_letter_sent_at', ['sent_at'], unique=False)

    op.create_table('tool_need_asker',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['need_id'], ['tool_need.id'], name=op.f('fk_tool_need_asker_need_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_tool_need_asker_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_tool_need_asker_person_id')),
    sa.PrimaryKeyConstraint('need_id', 'person_id', name=op.f('pk_tool_need_asker'))
    )
    with op.batch_alter_table('tool_need_asker', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tool_need_asker_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tool_need_asker_person_id'), ['person_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('module_version', schema=None) as batch_op:
        batch_op.drop_column('assumes_tool')

    with op.batch_alter_table('tool_need_asker', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tool_need_asker_person_id'))
        batch_op.drop_index(batch_op.f('ix_tool_need_asker_organisation_id'))

    op.drop_table('tool_need_asker')
    with op.batch_alter_table('guardrail_letter', schema=None) as batch_op:
        batch_op.drop_index('ix_guardrail_letter_sent_at')
        batch_op.drop_index(batch_op.f('ix_guardrail_letter_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_guardrail_letter_need_id'))

    op.drop_table('guardrail_letter')
    with op.batch_alter_table('tool_withdrawal', schema=None) as batch_op:
        batch_op.drop_index('ix_tool_withdrawal_organisation_id_until_at')

    op.drop_table('tool_withdrawal')
    with op.batch_alter_table('tool_need', schema=None) as batch_op:
        batch_op.drop_index('ix_tool_need_organisation_id_asked_by')
        batch_op.drop_index('ix_tool_need_organisation_id_answered_on')

    op.drop_table('tool_need')
    with op.batch_alter_table('tool_access', schema=None) as batch_op:
        batch_op.drop_index('ix_tool_access_person_id')
        batch_op.drop_index('ix_tool_access_organisation_id_person_id_until_at')

    op.drop_table('tool_access')
    op.drop_table('tool')
    with op.batch_alter_table('permission_rule', schema=None) as batch_op:
        batch_op.drop_index('ix_permission_rule_organisation_id_until_at')

    op.drop_table('permission_rule')
    op.drop_table('guardrail_register')


def _say_what_was_assumed() -> None:
    """The column repeats what stands in each stored file."""
    version = sa.table('module_version', sa.column('id'), sa.column('source'), sa.column('assumes_tool'))
    connection = op.get_bind()
    for id_, source in connection.execute(sa.select(version.c.id, version.c.source)).all():
        found = re.search(r'^assumes_tool:\s*["\']?([a-z0-9-]+)', source, re.MULTILINE)
        if found and found[1] != 'none':
            connection.execute(version.update().where(version.c.id == id_).values(assumes_tool=found[1]))
