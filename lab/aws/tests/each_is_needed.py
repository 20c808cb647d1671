"""Whether every correction has a test that fails without it.

    python lab/aws/tests/each_is_needed.py [NAME ...]

Runs, for each correction, the test of its name with that correction left out. About 2 s each.
"""

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parent.parent


def names() -> list[str]:
    sys.path.insert(0, str(TOP))
    from server import set_environment

    set_environment(Path('/tmp'), 0)
    import corrections

    return sorted(corrections.apply())


def fails_without(name: str) -> bool:
    """That the test exists, passes no more, and ran at all."""
    command = [sys.executable, '-m', 'unittest', 'discover', '-s', 'tests', '-t', '.']
    ran = subprocess.run(
        [*command, '-k', f'*.test_{name}'],
        cwd=TOP,
        env={**os.environ, 'LAB_AWS_WITHOUT': name},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode == 1 and 'Ran 1 test' in ran.stderr


def main(wanted: list[str]) -> int:
    useless = [name for name in wanted or names() if not fails_without(name)]
    for name in useless:
        print(f'{name}: no test of this name fails when the correction is left out')
    return 1 if useless else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
