"""Where moto differs from AWS, and what is done about it.

Every correction is one function with a name that says what AWS does, a docstring that says where
AWS says so, and a test of the same name in `tests/`. They replace methods of moto's classes, so
they are applied once, before the first request.
"""

from importlib import import_module

from .registry import corrections

_MODULES = (
    'deletion',
    'identity',
    'load_balancers',
    'network',
    'lookups',
    'prefix_lists',
    'instances',
    'interruptions',
    'launch_templates',
    'quotas',
    'spot_prices',
    'storage',
    'autoscaling_capacity',
    'autoscaling_requests',
)


def apply(without: frozenset[str] = frozenset()) -> list[str]:
    """Apply all corrections but those named in `without`; return the names of the applied ones.

    `without` exists to see that a test fails when its correction is missing
    (`tests/each_is_needed.py`). An unknown name is a KeyError: it would prove nothing.
    """
    for module in _MODULES:
        import_module(f'{__name__}.{module}')
    known = corrections()
    unknown = without - known.keys()
    if unknown:
        raise KeyError(f'no such correction: {", ".join(sorted(unknown))}')
    applied = [name for name in known if name not in without]
    for name in applied:
        known[name]()
    return applied
