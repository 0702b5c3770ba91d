"""The only door to the network: `guard` says which addresses may be asked, `client` asks them over `connection`."""

from dialogues.network.addresses import EVERYWHERE
from dialogues.network.client import DEFAULT_CONTENT_TYPES, Client, Response
from dialogues.network.errors import FetchError, FetchErrorCode
from dialogues.network.guard import Policy, Resolver, Target

__all__ = [
    "DEFAULT_CONTENT_TYPES",
    "EVERYWHERE",
    "Client",
    "FetchError",
    "FetchErrorCode",
    "Policy",
    "Resolver",
    "Response",
    "Target",
]
