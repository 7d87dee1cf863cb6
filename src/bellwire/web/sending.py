"""A file that is sent while it is written: a slow reader keeps nobody waiting, and holds nothing open but the file."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from io import BufferedWriter, RawIOBase
from tempfile import TemporaryFile
from threading import Condition
from typing import Any, BinaryIO, cast

from anyio import to_thread
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bellwire.web.writing import Busy

PATIENCE = 2.0
"""Seconds that another waits for its turn. A request that waits holds one of the desk's threads: 45 that waited half a
minute each kept a page waiting for 23 s (2026-11)."""
AT_ONCE = 2
"""Files that are written at a time: with more, pages slow down (2 cores, 2026-11)."""
BUFFER, PIECE = 64 * 1024, 256 * 1024
"""Bytes that are written, and sent, at a time. An answer begins with the first buffer: until then an error is told."""


Write = Callable[["Growing", BinaryIO], None]
"""Writes a file; the first is asked whether anybody still waits for it."""


class Left(Exception):
    """Nobody waits for the file any more."""


class Growing(RawIOBase):
    """A temporary file that one thread writes and another reads from its beginning, as far as it is written."""

    def __init__(self) -> None:
        super().__init__()
        self._file = TemporaryFile(prefix="bellwire-", buffering=0)  # noqa: SIM115  (it is closed where nobody reads on)
        self._changed = Condition()
        self._begun = self._ended = self._left = False
        self._error: BaseException | None = None
        self._size = 0

    # ---------------------------------------------------------------- for whoever writes

    def writable(self) -> bool:
        """It is; nothing but the end can be written."""
        return True

    def tell(self) -> int:
        """Bytes that are written."""
        return self._size

    def write(self, data: Any) -> int:
        """Writes on; raises Left where nobody waits for it."""
        with self._changed:
            self.check()
            self._file.seek(self._size)
            written = self._file.write(data)
            self._size += written
            self._changed.notify_all()
        return written

    def check(self) -> None:
        """Raises Left where nobody waits for the file: whoever works long before writing asks now and then."""
        if self._left:
            raise Left

    def run(self, write: Write) -> None:
        """Lets a function write the file."""
        with self._changed:
            self._begun = True
            self._changed.notify_all()
        out = BufferedWriter(self, BUFFER)
        write(self, cast(BinaryIO, out))
        if not out.closed:
            out.flush()

    def end(self, done: Future[None]) -> None:
        """All is written, or it failed."""
        with self._changed:
            self._ended = True
            self._error = None if done.cancelled() else done.exception()
            self._changed.notify_all()

    # ---------------------------------------------------------------- for whoever reads

    def begun(self, patience: float) -> bool:
        """Whether it is being written within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._begun, patience)

    def first(self) -> int | None:
        """Waits for the first bytes: the size where all is written by then, else None.

        Raises what failed so far, and Left where the reader went away.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._left or self._size >= BUFFER)
            self.check()
            if self._error is not None:
                raise self._error
            return self._size if self._ended else None

    def piece(self, at: int) -> bytes:
        """The bytes from a place on, as many as there are; waits for some; none at the end. Raises what failed."""
        with self._changed:
            self._changed.wait_for(lambda: self._size > at or self._ended)
            if self._error is not None:
                raise self._error
            self._file.seek(at)
            return self._file.read(PIECE)

    def leave(self) -> None:
        """Nobody reads on: whoever still writes is stopped, and the file is gone."""
        with self._changed:
            self._left = True
            self._file.close()
            self._changed.notify_all()


class Exports:
    """What writes files for a desk: some at a time, in threads of their own."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="export")

    def begin(self, write: Write, *, patience: float = PATIENCE) -> Growing:
        """Has a file written and gives it as soon as it has begun to be. Raises Busy where its turn does not come."""
        made = Growing()
        written = self._threads.submit(made.run, write)
        written.add_done_callback(made.end)
        if not made.begun(patience) and written.cancel():
            made.leave()
            raise Busy("other exports are being written; try again in a moment")
        return made


class Sending(StreamingResponse):
    """An answer that sends a file while it is written, and stops its writing where the reader goes away.

    What fails before the first bytes is raised before the answer begins, so that an error is answered in its place.
    """

    def __init__(self, growing: Growing, *, media: str, headers: Mapping[str, str]) -> None:
        self.growing = growing
        super().__init__(self._pieces(), headers=headers)
        self.headers["content-type"] = media  # as it is: what is text says its charset itself

    async def _pieces(self) -> AsyncIterator[bytes]:
        at = 0
        while piece := await to_thread.run_sync(self.growing.piece, at):
            at += len(piece)
            yield piece

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        watching = asyncio.create_task(self._watch(receive))
        try:
            size = await to_thread.run_sync(self.growing.first)
            watching.cancel()
            if size is not None:
                self.headers["content-length"] = str(size)
            await super().__call__(scope, receive, send)
        except Left:
            return
        finally:
            watching.cancel()
            self.growing.leave()

    async def _watch(self, receive: Receive) -> None:
        """Leaves where the reader goes away before the first bytes."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self.growing.leave()
