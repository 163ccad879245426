"""One student without a browser: speaks Streamlit's messages, looks for news as the page does, answers."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

ANSWER_SECONDS = 120.0
_TO_THE_END = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass
class Widget:
    """A control on the page.

    Attributes:
        id: what the server calls it.
        fragment: the part of the page that runs when it is used, "" for all of it.
        options: labels to choose from.
    """

    id: str
    fragment: str
    options: list[str] = field(default_factory=list)


class Student:
    """A seat in a class.

    Attributes:
        widgets: controls on the page by their key.
        texts: everything written on the page since it was last drawn as a whole.
        problems: exceptions and warnings of the page, runs that failed.
    """

    def __init__(self, socket: ClientConnection, query: str) -> None:
        self.query, self.widgets, self.problems = query, dict[str, Widget](), list[str]()
        self.texts = list[str]()
        self._socket, self._page = socket, ""
        self._cached: dict[str, ForwardMsg] = {}
        self._every: dict[str, float] = {}  # seconds between looks, by fragment
        self._one_at_a_time, self._whole_page = asyncio.Lock(), True

    @classmethod
    async def arrive(cls, port: int, query: str) -> Student:
        """Open the page of a seat."""
        socket = await connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            compression=None,
        )
        student = cls(socket, query)
        await student._run()
        return student

    async def leave(self) -> None:
        """Close the connection."""
        await self._socket.close()

    def find(self, ending: str) -> Widget | None:
        """The control whose key ends so."""
        return next((one for key, one in self.widgets.items() if key.endswith(ending)), None)

    async def look(self) -> float:
        """Ask whether the class has moved on, as the page does by itself; returns seconds."""
        fragment = next(iter(self._every), "")
        return await self._run(fragment=fragment) if fragment else 0.0

    async def choose(self, row: int) -> float:
        """Choose an option of the question; returns seconds."""
        guess = self.find("_guess")
        if guess is None:
            return 0.0
        state = WidgetState(id=guess.id, string_value=guess.options[row % len(guess.options)])
        return await self._run(state, guess.fragment)

    async def send(self) -> float:
        """Press the button below the question; returns seconds until the page says that the answer is in."""
        button = self.find("_reveal")
        if button is None:
            return 0.0
        return await self._run(WidgetState(id=button.id, trigger_value=True), button.fragment)

    async def _run(self, state: WidgetState | None = None, fragment: str = "") -> float:
        began = time.monotonic()
        async with self._one_at_a_time:
            self._whole_page = not fragment
            message = BackMsg()
            rerun = message.rerun_script
            rerun.query_string, rerun.page_script_hash = self.query, self._page
            rerun.page_name = "" if self._page else "learn"
            rerun.context_info.locale, rerun.context_info.color_scheme = "en-US", "light"
            rerun.cached_message_hashes.extend(self._cached)
            rerun.fragment_id = fragment
            if state is not None:
                rerun.widget_states.widgets.append(state)
            await self._socket.send(message.SerializeToString())
            while not self._take(await asyncio.wait_for(self._socket.recv(), ANSWER_SECONDS)):
                pass
        return time.monotonic() - began

    def _take(self, raw: str | bytes) -> bool:
        """Keep what a message says, as the browser would; returns whether the run has ended."""
        reply = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
        if reply.WhichOneof("type") == "ref_hash":
            reply = self._cached[reply.ref_hash]
        elif reply.metadata.cacheable:
            self._cached[reply.hash] = reply
        kind = reply.WhichOneof("type")
        if kind == "script_finished":
            if reply.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self._whole_page = True  # a part that asks for news may ask for all of the page
                return False
            if reply.script_finished not in _TO_THE_END:
                self.problems.append("the page did not run to its end")
            return True
        if kind == "new_session" and self._whole_page:
            self.widgets, self.texts, self._every = {}, [], {}
        elif kind == "page_info_changed":
            self.query = reply.page_info_changed.query_string
        elif kind == "navigation":
            self._page = reply.navigation.page_script_hash
        elif kind == "auto_rerun":
            self._every[reply.auto_rerun.fragment_id] = reply.auto_rerun.interval
        elif kind == "delta" and reply.delta.WhichOneof("type") == "new_element":
            self._element(reply.delta.new_element, reply.delta.fragment_id)
        return False

    def _element(self, element: Element, fragment: str) -> None:
        kind = str(element.WhichOneof("type"))
        if kind in ("radio", "button"):
            found = getattr(element, kind)
            options = list(found.options) if kind == "radio" else []
            self.widgets[found.id] = Widget(found.id, fragment, options)
        elif kind == "markdown":
            self.texts.append(element.markdown.body)
        elif kind == "exception":
            self.problems.append(element.exception.message)
        elif kind == "alert":
            self.texts.append(element.alert.body)
