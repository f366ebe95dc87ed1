"""Use cases of an evaluation, by thing: councils, sessions, appraisals, sheets, results."""
