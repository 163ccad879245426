"""One visitor without a browser: speaks Streamlit's own messages over a websocket, as its page does."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

ANSWER_SECONDS = 600.0  # the first visitor of changed code waits until it is compiled
_TO_THE_END = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass
class Answer:
    """What one run of the page brought.

    Attributes:
        seconds: from sending until the message that the run has ended.
        problems: exceptions and error boxes on the page, runs that failed.
        megabytes: what came over the wire.
    """

    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)
    megabytes: float = 0.0


@dataclass(frozen=True)
class Position:
    """Where a visitor lets go of the slider.

    Attributes:
        row: of the slider's grid.
        lambda_: the λ there.
        t: share of the reachable variety.
    """

    row: int
    lambda_: float
    t: float


class Visitor:
    """A visit to the Tune page.

    Attributes:
        query: the address, as the server last wrote it.
        metrics: texts of the ordinary measures, by name; empty while the component is shown.
    """

    def __init__(self, socket: ClientConnection, query: str) -> None:
        self.query, self.metrics = query, dict[str, str]()
        self._socket = socket
        self._page = self._slider = self._fragment = ""
        self._cached: dict[str, ForwardMsg] = {}  # a browser keeps large messages and says which it has
        self._raw, self._parsed, self._payload = b"", b"", dict[str, Any]()

    @classmethod
    async def arrive(cls, port: int, query: str) -> tuple[Visitor, Answer]:
        """Open a session; the answer covers connecting and the first run."""
        began = time.monotonic()
        socket = await connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            compression=None,
        )
        visitor = cls(socket, query)
        answer = await visitor._run()
        answer.seconds = time.monotonic() - began
        return visitor, answer

    async def leave(self) -> None:
        """Close the session."""
        await self._socket.close()

    @property
    def payload(self) -> dict[str, Any]:
        """What the component holds now; {} on the page of ordinary elements."""
        if self._raw is not self._parsed:
            self._payload, self._parsed = json.loads(self._raw), self._raw
        return self._payload

    @property
    def address(self) -> dict[str, str]:
        """The address in parts."""
        return {key: values[0] for key, values in parse_qs(self.query).items()}

    async def move(self, to: Position) -> Answer:
        """Let go of the component's slider."""
        return await self._run(WidgetState(id=self._slider, json_value=json.dumps({"at": {"t": to.t}})))

    async def move_plain(self, percent: float) -> Answer:
        """Let go of the ordinary slider."""
        state = WidgetState(id=self._slider)
        state.double_array_value.data.append(percent)
        return await self._run(state)

    async def _run(self, state: WidgetState | None = None) -> Answer:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string, rerun.page_script_hash = self.query, self._page
        rerun.context_info.locale, rerun.context_info.color_scheme = "en-US", "light"
        rerun.cached_message_hashes.extend(self._cached)
        if state is not None:
            rerun.fragment_id = self._fragment
            rerun.widget_states.widgets.append(state)
        answer, began = Answer(), time.monotonic()
        await self._socket.send(message.SerializeToString())
        while True:
            raw = await asyncio.wait_for(self._socket.recv(), ANSWER_SECONDS)
            answer.megabytes += len(raw) / 2**20
            reply = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
            if reply.WhichOneof("type") == "script_finished":
                # A page that asks to run again ends its first run early.
                if reply.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                if reply.script_finished not in _TO_THE_END:
                    answer.problems.append("the page did not run to its end")
                answer.seconds = time.monotonic() - began
                return answer
            self._take(reply, answer)

    def _take(self, reply: ForwardMsg, answer: Answer) -> None:
        """Keep what a message says, as the browser would."""
        if reply.WhichOneof("type") == "ref_hash":
            reply = self._cached[reply.ref_hash]
        elif reply.metadata.cacheable:
            self._cached[reply.hash] = reply
        kind = reply.WhichOneof("type")
        if kind == "page_info_changed":
            self.query = reply.page_info_changed.query_string
        elif kind == "navigation":
            self._page = reply.navigation.page_script_hash
        elif kind == "session_event":
            answer.problems.append(str(reply.session_event))
        elif kind == "delta" and reply.delta.WhichOneof("type") == "new_element":
            element = reply.delta.new_element
            if element.HasField("bidi_component") or element.HasField("slider"):
                self._fragment = reply.delta.fragment_id
            _TAKE.get(str(element.WhichOneof("type")), _ignore)(self, element, answer)

    def _component(self, element: Element, answer: Answer) -> None:
        self._slider, self._raw = element.bidi_component.id, element.bidi_component.bytes

    def _plain_slider(self, element: Element, answer: Answer) -> None:
        self._slider = element.slider.id

    def _metric(self, element: Element, answer: Answer) -> None:
        self.metrics[element.metric.label] = element.metric.body

    def _exception(self, element: Element, answer: Answer) -> None:
        answer.problems.append(element.exception.message)

    def _alert(self, element: Element, answer: Answer) -> None:
        answer.problems.append(element.alert.body)


def _ignore(visitor: Visitor, element: Element, answer: Answer) -> None:
    """Nothing is kept of most elements."""


_TAKE: dict[str, Callable[[Visitor, Element, Answer], None]] = {
    "bidi_component": Visitor._component,
    "slider": Visitor._plain_slider,
    "metric": Visitor._metric,
    "exception": Visitor._exception,
    "alert": Visitor._alert,
}
