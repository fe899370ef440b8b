"""Hash of a publication

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Publications from before have no hash; as they never change, their id tells them apart well enough.
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.add_column(sa.Column('content_hash', sa.String(length=255), nullable=False, server_default=''))
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.alter_column('content_hash', existing_type=sa.String(length=255), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.drop_column('content_hash')
