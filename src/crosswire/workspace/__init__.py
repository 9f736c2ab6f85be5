"""The façade: a store, settings and the pipeline behind the verbs that every surface says.

    workspace = crosswire.open("news.db")        # or crosswire.open() in memory
    workspace.add("reports/")
    dossier = workspace.dossier(workspace.stories()[0].id)

Adding is idempotent: the same documents in any order give the same stories and dossiers.
"""

from crosswire.settings import Settings
from crosswire.workspace.asking import Asking
from crosswire.workspace.deciding import Deciding
from crosswire.workspace.following import Following
from crosswire.workspace.keeping import Added as Added
from crosswire.workspace.keeping import Keeping


class Workspace(Keeping, Deciding, Following, Asking):
    """Reports kept between runs, with their stories and dossiers; a context manager."""


def open(path: str | None = None, *, settings: Settings | None = None) -> Workspace:
    """Open the workspace in the SQLite file `path`, making it where it is missing; in memory without one.

    A `path` of the form `postgresql://USER@HOST/NAME` is a workspace that many share, in a PostgreSQL database.
    """
    return Workspace(path, settings)
