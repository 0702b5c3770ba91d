"""The forms in which a worker speaks with the processes that read for it (template.py)."""

from struct import Struct
from typing import Final

# One byte asks the template for a reader; with it comes the reader's end of a socket pair.
READER_WANTED: Final = b"r"
# To a reader: seconds on the processor, and how many bytes of head (JSON) and of content follow.
DOCUMENT: Final = Struct("!IIQ")
# From it: how many bytes of JSON follow.
FRAME: Final = Struct("!I")
