"""The characters that the fonts inside Typst have: a page with any other would not be accessible PDF."""

from __future__ import annotations

import re
import unicodedata

_RANGES = (
    "\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff"
    "\u1e00-\u1eff\u2010-\u2027\u202f-\u2040\u2044-\u2052\u2070\u2071\u2074-\u208e\u2090-\u209c\u20a0-\u20a4\u20a6-\u20c0"
    "\u2100-\u211e\u2122\u2126-\u2151\u2153-\u2184\u2190-\u23ff\u2460-\u2606\u2609-\u262f"
    "\u2638-\u268b\u2713\u2717-\u2726\u27b1-\u2b73"
    "\U0001d400-\U0001d454\U0001d456-\U0001d49c\U0001d49e-\U0001d49f\U0001d4a2\U0001d4a5-\U0001d4a6"
    "\U0001d4a9-\U0001d4ac\U0001d4ae-\U0001d4b9\U0001d4bb\U0001d4bd-\U0001d4c3\U0001d4c5-\U0001d505"
    "\U0001d507-\U0001d50a\U0001d50d-\U0001d514\U0001d516-\U0001d51c\U0001d51e-\U0001d539"
    "\U0001d53b-\U0001d53e\U0001d540-\U0001d544\U0001d546\U0001d54a-\U0001d550\U0001d552-\U0001d6a5"
    "\U0001d6a8-\U0001d7cb\U0001d7ce-\U0001d7ff"
)
_MISSING = re.compile(f"[^{_RANGES}\n]")


def shown(text: str) -> str:
    """The text with the number of every character that the fonts have not: 字 is [U+5B57].

    An accent is put together with its letter; one that makes no letter is such a character too, for no
    font has it with every letter.
    """
    plain = unicodedata.normalize("NFC", text)
    return _MISSING.sub(lambda found: f"[U+{ord(found.group()):04X}]", plain)
