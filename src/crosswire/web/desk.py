"""The desk: a workspace as the server holds it. Reading is done here, the parser and all writing in processes of
their own, so that no request waits for another's.

Every surface of the server (REST, pages) says its verbs through this.
"""

import asyncio
import hashlib
import secrets
import threading
from collections import OrderedDict
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooSlow
from typing import Any, Literal

from fastapi import Request
from msgspec.structs import replace

from crosswire.errors import NotFoundError, StoreError
from crosswire.model.codec import from_json, to_json
from crosswire.model.dossier import Dossier
from crosswire.model.record import Record
from crosswire.pipeline.explain import Explanation
from crosswire.pipeline.revisions import gather
from crosswire.settings import Settings
from crosswire.web.jobs import WITH_PARSER, Content
from crosswire.web.news import Marks, Newsroom
from crosswire.web.options import ServeOptions
from crosswire.web.problems import ProblemError, of
from crosswire.web.sessions import Sessions
from crosswire.web.worker import Told, Worker
from crosswire.workspace import Workspace

KEPT_BYTES = 128 * 1024 * 1024
"""Bytes of answers kept at hand."""
KEPT_JOBS = 500
DOING = 600.0
"""Seconds that a verb which writes may take before a request gives up on it (the verb goes on)."""


class Job(Record, frozen=True, kw_only=True):
    """Work that takes longer than a request waits: how far it is, and where its result will be.

    `done` counts the reports that `stage` has been through.
    """

    id: str
    does: str
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    stage: str | None = None
    done: int = 0
    result: str | None = None
    problem: str | None = None


class Running:
    """A job and its outcome to come."""

    def __init__(self, job: Job, key: str) -> None:
        self.job, self.key = job, key
        self.future: Future[Any] = Future()


class Desk:
    """One workspace behind one server."""

    def __init__(self, path: str, settings: Settings, options: ServeOptions) -> None:
        self.path, self.options = path, options
        self.workspace = Workspace(path, settings)
        most = options.limits.waiting
        self._reading = Worker(path, settings, most=most)
        self._writing = Worker(path, settings, most=most)
        self.sessions = Sessions(options)
        self.news = Newsroom(self.workspace.store.stamp, self._story_marks, self._acts)
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Running] = OrderedDict()
        self._by_key: dict[str, Running] = {}
        self._contents: OrderedDict[str, Content] = OrderedDict()
        self._weight = 0
        self._states: OrderedDict[str, tuple[object, str]] = OrderedDict()
        self._ahead_at: object = None

    def close(self) -> None:
        """End the processes and let go of the file."""
        self.news.close()
        self._reading.stop()
        self._writing.stop()
        self.workspace.close()

    def csrf(self, request: Request) -> str:
        """Return the token that forms and scripts of this browser's session must send along."""
        return str(request.state.csrf)

    # ------------------------------------------------------------ dossiers and what needs the parser

    def start_content(self, story: str, format: str = "record") -> Content | Running:
        """Return a dossier in a format, or the job that makes it; `story` may be any of its ids."""
        name = self.workspace.story(story).id
        key = f"{name} {format} {self.state(name)}"
        with self._lock:
            found = self._contents.get(key)
            if found is not None:
                self._contents.move_to_end(key)
                return found
        return self._start(
            self._reading, "dossier", f"dossier of {name}", key,
            f"/api/stories/{name}/dossier", keep=True,
            story=name, state=self.state(name), format=format,
        )  # fmt: skip

    def dossier(self, story: str, wait: float = 0.3) -> Dossier | Job:
        """Return the dossier of a story, or after `wait` seconds the job that makes it."""
        found = self.start_content(story)
        try:
            made = found if isinstance(found, Content) else found.future.result(wait)
        except TooSlow:
            assert isinstance(found, Running)
            return found.job
        return from_json(made.body, Dossier)

    def ask(self, name: str, *given: Any, **named: Any) -> Running:
        """Start a verb that only reads but may need the parser (`why`, `diff`, `versions`, `verify`)."""
        key = f"{name} {given} {sorted(named.items())} {secrets.token_hex(4)}"
        return self._start(
            self._reading, "verb", name, key, None, name=name, given=list(given), named=named
        )

    def why(self, name: str, wait: float = 60.0) -> Explanation:
        """Return the words, rules and weights behind an id; raises NotFoundError."""
        found = self.ask("why", name).future.result(wait)
        assert isinstance(found, Explanation)
        return found

    def start_writing(
        self, name: str, *given: Any, result: str | None = None, **named: Any
    ) -> Running:
        """Start a verb that writes; they are done one after another."""
        worker = self._reading if name in WITH_PARSER else self._writing
        key = f"write {secrets.token_hex(8)}"
        return self._start(
            worker, "verb", name, key, result, name=name, given=list(given), named=named
        )

    def write(self, name: str, *given: Any, **named: Any) -> Any:
        """Do a verb that writes and return its record; raises its CrosswireError."""
        return self.start_writing(name, *given, **named).future.result(DOING)

    def state(self, story: str) -> str:
        """Return the hash of all that a story's dossier is made from: its reports as they stand, and the acts."""
        stamp = self.workspace.store.stamp()
        known = self._states.get(story)
        if known is not None and known[0] == stamp:
            return known[1]
        view = self.workspace.store.view()
        found = view.story(story)
        if found is None:
            raise NotFoundError(f"no story {story!r}; `crosswire stories` lists them")
        made_of = gather(view, found)
        texts = [(d.id, d.sha256, d.metadata) for d in (*made_of.documents, *made_of.elsewhere)]
        acts = [(a.id, a.undone_at) for a in view.acts()]
        parts = [found, texts, dict(made_of.arrivals), made_of.notices, acts]
        state = hashlib.sha256(to_json(parts)).hexdigest()[:32]
        with self._lock:
            self._states[story] = (stamp, state)
            while len(self._states) > KEPT_JOBS:
                self._states.popitem(last=False)
        return state

    # ------------------------------------------------------------ jobs

    def job(self, name: str) -> Running:
        """Return a job of this server; raises NotFoundError for one that is none or long past."""
        with self._lock:
            found = self._jobs.get(name)
        if found is None:
            raise NotFoundError(f"no job {name!r}; only those of late are kept")
        return found

    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs of late, the newest first."""
        with self._lock:
            return tuple(running.job for running in reversed(self._jobs.values()))

    def _start(
        self,
        worker: Worker,
        work: str,
        does: str,
        key: str,
        result: str | None,
        /,
        *,
        keep: bool = False,
        **arguments: Any,
    ) -> Running:
        with self._lock:
            found = self._by_key.get(key)
            if found is not None:
                return found
            running = Running(Job(id=secrets.token_hex(8), does=does, result=result), key)
            try:
                future = worker.submit(work, told=self._teller(running), **arguments)
            except OverflowError:
                raise ProblemError(
                    503, "too much is waiting to be done; ask again soon", {"Retry-After": "5"}
                ) from None
            self._by_key[key] = running
            self._jobs[running.job.id] = running
            while len(self._jobs) > KEPT_JOBS:
                self._jobs.popitem(last=False)
        future.add_done_callback(lambda done: self._ended(running, done, keep))
        return running

    def _teller(self, running: Running) -> Told:
        def told(stage: str, done: int) -> None:
            running.job = replace(running.job, state="running", stage=stage, done=done)

        return told

    def _ended(self, running: Running, done: "Future[Any]", keep: bool) -> None:
        error = None if done.cancelled() else done.exception()
        if keep and not done.cancelled() and error is None:
            self._keep(running.key, done.result())
        with self._lock:
            self._by_key.pop(running.key, None)
        if done.cancelled():
            running.job = replace(running.job, state="failed", problem="the server stopped")
            running.future.cancel()
        elif error is not None:
            said = from_json(bytes(of(error).body), dict)  # type: ignore[arg-type]
            running.job = replace(running.job, state="failed", problem=said.get("detail"))
            running.future.set_exception(error)
        else:
            running.job = replace(running.job, state="done")
            running.future.set_result(done.result())

    def _keep(self, key: str, found: Content) -> None:
        with self._lock:
            self._contents[key] = found
            self._weight += _weight(found)
            while self._weight > KEPT_BYTES and len(self._contents) > 1:
                _, gone = self._contents.popitem(last=False)
                self._weight -= _weight(gone)

    # ------------------------------------------------------------ in the background

    async def attend(self) -> None:
        """Watch for news and read ahead, until cancelled."""
        await asyncio.gather(self.news.watch(), self._read_ahead())

    async def _read_ahead(self) -> None:
        """Have the reports of stories read while nobody waits, so that dossiers open at once."""
        while self.options.read_ahead:
            try:
                stamp = await asyncio.to_thread(self.workspace.store.stamp)
            except StoreError:  # a database server that is being restarted
                await asyncio.sleep(2.0)
                continue
            if stamp != self._ahead_at and self._reading.idle():
                future = self._reading.submit("read_ahead", urgency=1)
                try:
                    read = await asyncio.wrap_future(future)
                except Exception:
                    read = 0
                self._ahead_at = stamp if not read else None
                await asyncio.sleep(0.05)
                continue
            await asyncio.sleep(2.0)

    def _story_marks(self) -> Marks:
        lines = self.workspace.store.view().story_lines(limit=1_000_000)
        return {line.id: (line.changed_at, line.revision) for line in lines}

    def _acts(self) -> int:
        return hash(tuple((a.id, a.undone_at) for a in self.workspace.store.view().acts()))


def _weight(found: Content) -> int:
    return len(found.body) + len(found.packed or b"")
