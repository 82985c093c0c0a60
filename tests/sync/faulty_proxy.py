"""A line that misbehaves on purpose: a real TCP proxy between a till and headquarters, one fault for each request."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from itertools import repeat
from types import TracebackType
from typing import Self

PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 21\r\n\r\n<html>Welcome</html>\n"
FAULT = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
ELSEWHERE = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"

FAULTS = ("drop", "drop_answer", "cut", "spoil", "page", "fault", "elsewhere", "silent", "twice")


class FaultyProxy:
    """`faults` names what happens to each request, one after the other; afterwards everything passes."""

    def __init__(self, port: int, faults: Iterator[str]) -> None:
        self._upstream = ("127.0.0.1", port)
        self._faults = iter(faults)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.met: list[str] = []
        self._over = threading.Event()
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        socket.create_connection(("127.0.0.1", self.port)).close()  # wakes it
        self._thread.join()
        for one in (*self._open, self._listener):
            one.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _serve(self) -> None:
        while not self._over.is_set():
            client, _ = self._listener.accept()
            if self._over.is_set():
                client.close()
                return
            try:
                kept = self._handle(client)
            except OSError:
                kept = False
            if not kept:
                client.close()

    def _handle(self, client: socket.socket) -> bool:
        """One request on one connection; whether the connection is to stay open, so that the till waits in vain."""
        asked = _whole_message(client)
        if asked is None:
            return False
        fault = next(self._faults, "pass")
        self.met.append(fault)
        if fault == "silent":
            self._open.append(client)
            return True
        at_once = {"drop": b"", "page": PAGE, "fault": FAULT, "elsewhere": ELSEWHERE}.get(fault)
        if at_once is not None:
            client.sendall(at_once)
            return False
        answer = self._asked_upstream(asked)
        if fault == "twice":
            answer = self._asked_upstream(asked)
        if fault == "cut":
            answer = answer[: len(answer) * 2 // 3]
        if fault == "spoil":
            answer = answer[:-1] + bytes([answer[-1] ^ 1])
        client.sendall(b"" if fault == "drop_answer" else answer)
        return False

    def _asked_upstream(self, asked: bytes) -> bytes:
        with socket.create_connection(self._upstream) as upstream:
            upstream.sendall(asked)
            return _whole_message(upstream) or b""


def _whole_message(line: socket.socket) -> bytes | None:
    """One HTTP message with its body; None where the other side hung up first."""
    read = bytearray()
    while b"\r\n\r\n" not in read:
        part = line.recv(65536)
        if not part:
            return None
        read += part
    head, _, body = bytes(read).partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    missing = int(fields.get(b"content-length", b"0")) - len(body)
    while missing > 0:
        part = line.recv(65536)
        if not part:
            return None
        read += part
        missing -= len(part)
    return bytes(read)


def always(fault: str) -> Iterator[str]:
    """The same fault for ever."""
    return repeat(fault)
