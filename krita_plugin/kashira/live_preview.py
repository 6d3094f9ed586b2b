"""One request in flight, and the newest wins: what keeps a moving slider live."""

from collections.abc import Callable
from typing import Generic, TypeVar

Asked = TypeVar("Asked")


class NewestWins(Generic[Asked]):
    """Sends a request at once if none is in flight, else remembers only the newest."""

    def __init__(self, send: Callable[[Asked], None]) -> None:
        self._send = send
        self._waiting: Asked | None = None
        self.in_flight = False

    def ask(self, request: Asked) -> None:
        """Send now, or as soon as the one in flight is answered."""
        if self.in_flight:
            self._waiting = request
        else:
            self.in_flight = True
            self._send(request)

    def answered(self) -> None:
        """The request in flight ended, well or not."""
        self.in_flight = False
        if self._waiting is not None:
            request, self._waiting = self._waiting, None
            self.ask(request)

    @property
    def settled(self) -> bool:
        """Whether nothing is in flight or waiting."""
        return not self.in_flight and self._waiting is None

    def forget(self) -> None:
        """Nothing is in flight any more: the engine is gone."""
        self.in_flight, self._waiting = False, None
