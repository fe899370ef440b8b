"""What is held about me, and who can see it."""
