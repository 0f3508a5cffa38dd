"""What languages write on to a noun: Nepali (and Hindi) cases, plurals, postpositions; Germanic genitives.

Of Nepali there are two lists, for two uses.

A *name* is recognised only where what follows it is surely an ending (स्टालिनहरूलाई), so these are many and precise. A
*search* only widens what it looks for by endings, and folds them with the query in the browser too, so these are few.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Of names; longest first, applied twice at most (plural, then case).
NAME_ENDINGS = (
    "हरूलाई", "हरूसँग", "हरूसंग", "हरूमाथि", "हरूबाट", "हरूले", "हरूको", "हरूका", "हरूकी", "हरूमा", "हरू", "हरु", "सम्मको",
    "पछिको", "लगायत", "विरुद्ध", "विरूद्ध", "द्वारा", "माथि", "सँगको", "सँग", "संग", "बाट", "देखि", "सम्म", "पछि", "अघि", "तर्फ",
    "प्रति", "भित्र", "बीच", "लाई", "वादी", "वाद", "ले", "को", "का", "की", "कै", "मा", "नै", "ने", "न",
)  # fmt: skip
# Of words in a search.
SEARCH_ENDINGS = (
    "ले लाई को का की मा बाट सँग सित द्वारा देखि सम्म तर्फ प्रति विरुद्ध कै मै भन्दा पछि अघि सँगै हरू हरु हरूले"
    " हरुले हरूलाई हरुलाई हरूको हरुको हरूका हरुका हरूमा हरुमा हरूबाट हरूसँग"
)
# Of names in languages that know one case more than the nominative, by language.
GENITIVES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"en": ("'s", "’s"), "nb": ("s",), "nn": ("s",), "no": ("s",), "da": ("s",), "sv": ("s",), "de": ("s",)}
)
