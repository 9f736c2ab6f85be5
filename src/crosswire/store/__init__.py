"""Where it is kept: SQLite by SQLAlchemy Core."""
