"""Permission to use: tool, task and label make one answer for each person, and a name answers for it."""
