"""Everything a unit can be

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import learning.ground.db

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('hold',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('module', sa.String(length=255), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('by_person_id', sa.Integer(), nullable=True),
    sa.Column('at', learning.ground.db.UtcDateTime(), nullable=False),
    sa.Column('lifted_at', learning.ground.db.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['by_person_id'], ['person.id'], name=op.f('fk_hold_by_person_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_hold_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hold'))
    )
    with op.batch_alter_table('hold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hold_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('huddle',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('module_version_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('counts', learning.ground.db.Json, nullable=False),
    sa.Column('by_person_id', sa.Integer(), nullable=True),
    sa.Column('noted_at', learning.ground.db.UtcDateTime(), nullable=False),
    sa.CheckConstraint('people BETWEEN 1 AND 200', name=op.f('ck_huddle_people')),
    sa.ForeignKeyConstraint(['by_person_id'], ['person.id'], name=op.f('fk_huddle_by_person_id')),
    sa.ForeignKeyConstraint(['module_version_id'], ['module_version.id'], name=op.f('fk_huddle_module_version_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_huddle_organisation_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_huddle_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_huddle'))
    )
    with op.batch_alter_table('huddle', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_huddle_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('starting_check',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('items', learning.ground.db.Json, nullable=False),
    sa.Column('began_on', sa.Date(), nullable=True),
    sa.Column('finished_on', sa.Date(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_starting_check_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_starting_check_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_starting_check'))
    )
    with op.batch_alter_table('starting_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_starting_check_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('unit_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('module', sa.String(length=255), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=255), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('reply', sa.Text(), nullable=True),
    sa.Column('has_changed', sa.Boolean(), nullable=False),
    sa.Column('replied_on', sa.Date(), nullable=True),
    sa.Column('replied_by_id', sa.Integer(), nullable=True),
    sa.Column('seen_on', sa.Date(), nullable=True),
    sa.CheckConstraint("kind IN ('misfit', 'case')", name=op.f('ck_unit_note_kind')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_unit_note_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_unit_note_person_id')),
    sa.ForeignKeyConstraint(['replied_by_id'], ['person.id'], name=op.f('fk_unit_note_replied_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_note'))
    )
    with op.batch_alter_table('unit_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_note_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_note_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('instead_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_sitting_instead_id'), 'module_version', ['instead_id'], ['id'])

        batch_op.create_index('ix_sitting_module_version_id', ['module_version_id'], unique=False)

    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index('ix_delivery_module_version_id', ['module_version_id'], unique=False)

    _allow_duties("duty IN ('champion', 'lead', 'administrator', 'editor', 'staff-side')")



def downgrade() -> None:
    op.execute("DELETE FROM duty WHERE duty = 'staff-side'")
    _allow_duties("duty IN ('champion', 'lead', 'administrator', 'editor')")
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index('ix_delivery_module_version_id')

    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.drop_index('ix_sitting_module_version_id')
        batch_op.drop_constraint(batch_op.f('fk_sitting_instead_id'), type_='foreignkey')
        batch_op.drop_column('instead_id')

    with op.batch_alter_table('unit_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_note_person_id'))
        batch_op.drop_index(batch_op.f('ix_unit_note_organisation_id'))

    op.drop_table('unit_note')
    with op.batch_alter_table('starting_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_starting_check_organisation_id'))

    op.drop_table('starting_check')
    with op.batch_alter_table('huddle', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_huddle_organisation_id'))

    op.drop_table('huddle')
    with op.batch_alter_table('hold', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hold_organisation_id'))

    op.drop_table('hold')


def _allow_duties(rule: str) -> None:
    with op.batch_alter_table('duty', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_duty_duty'), type_='check')
        batch_op.create_check_constraint(op.f('ck_duty_duty'), rule)
