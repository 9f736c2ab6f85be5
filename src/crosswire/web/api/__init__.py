"""REST under `/api`: one module a noun. Verbs are those of the workspace and of the command line."""
