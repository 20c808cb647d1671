"""How a correction registers itself, and how it takes the place of one of moto's methods."""

import functools
from collections.abc import Callable
from typing import Any

_corrections: dict[str, Callable[[], None]] = {}


def correction(apply: Callable[[], None]) -> Callable[[], None]:
    """Register a correction under its function's name."""
    _corrections[apply.__name__] = apply
    return apply


def corrections() -> dict[str, Callable[[], None]]:
    return dict(_corrections)


def around(owner: type, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Replace `owner.name`; the replacement receives the original as its first argument."""

    def install(replacement: Callable[..., Any]) -> Callable[..., Any]:
        original = getattr(owner, name)

        @functools.wraps(original)
        def method(*args: Any, **kwargs: Any) -> Any:
            return replacement(original, *args, **kwargs)

        setattr(owner, name, method)
        return replacement

    return install
