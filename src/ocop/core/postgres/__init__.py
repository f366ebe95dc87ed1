"""PostgreSQL as Django speaks to it, but for the question whether it is still there. A folder, for Django looks for `base`."""
