"""The command line: one file a noun; each calls the workspace and prints."""
