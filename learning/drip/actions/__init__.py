"""What the drip does: plan a week, compose mail once for many, deliver, and follow each person's own wishes."""
