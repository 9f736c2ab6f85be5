"""Jobs: what takes longer than a request waits, how far it is, and its progress as it goes."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from crosswire.model.codec import to_json
from crosswire.web.api.at import AtDesk
from crosswire.web.desk import Job, Running
from crosswire.web.replies import reply
from crosswire.web.shapes import gives, says

router = APIRouter(tags=["jobs"])
EACH = 0.2
"""Seconds between two looks at a job."""
SILENT = 15.0


@router.get("/jobs", responses=says(Job, many=True), response_model=None)
def list_jobs(request: Request, desk: AtDesk) -> Response:
    """List the jobs of late, the newest first."""
    return reply(request, desk.jobs())


@router.get("/jobs/{job}", responses=says(Job), response_model=None)
def get_job(request: Request, desk: AtDesk, job: str) -> Response:
    """Return how far a job is; `result` is where to look once it is done."""
    return reply(request, desk.job(job).job)


@router.get(
    "/jobs/{job}/events",
    responses=gives("text/event-stream", "Progress, until the job is done or failed"),
    response_model=None,
)
async def job_events(request: Request, desk: AtDesk, job: str) -> Response:
    """Tell how far a job is, as it goes (server-sent events named by its state)."""
    return StreamingResponse(_progress(desk.job(job)), media_type="text/event-stream")


async def _progress(running: Running) -> AsyncIterator[bytes]:
    told, since = None, 0.0
    while True:
        job = running.job
        if job != told:
            told, since = job, 0.0
            yield b"event: " + job.state.encode() + b"\ndata: " + to_json(job) + b"\n\n"
        elif since >= SILENT:
            since = 0.0
            yield b": still at it\n\n"
        if job.state in ("done", "failed"):
            return
        await asyncio.sleep(EACH)
        since += EACH
