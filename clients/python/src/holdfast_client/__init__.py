"""Client of Holdfast: channels that retry safely, errors that say why, lists and watches that go on by themselves.

    with holdfast_client.connect("127.0.0.1:50051", insecure=True) as holdfast:
        answer = holdfast.inventory.CreateReservation(request)

Messages and stubs are in `holdfast.inventory.v1`; `holdfast_client.aio` is the same for asyncio.
"""

from holdfast_client._channel import Client, connect
from holdfast_client._errors import HoldfastError, ShortLine, error_of, outcomes
from holdfast_client._lists import pages
from holdfast_client._watch import watch

__all__ = ["Client", "HoldfastError", "ShortLine", "connect", "error_of", "outcomes", "pages", "watch"]
