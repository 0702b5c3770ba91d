"""The only door to the network: `guard` says which addresses may be asked, `client` asks them."""

from dialogues.network.client import DEFAULT_CONTENT_TYPES, Client, Response
from dialogues.network.guard import FetchError, FetchErrorCode, Policy, Resolver

__all__ = ["DEFAULT_CONTENT_TYPES", "Client", "FetchError", "FetchErrorCode", "Policy", "Resolver", "Response"]
