"""The Evals page, for maintainers: runs, their trend and worst cases, and candidates from use to make cases of."""
