"""The rules of permission: the register, the one answer, what changed, receipts, needs and reviews. Pure."""
