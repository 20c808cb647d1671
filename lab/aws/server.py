"""The lab's AWS: one process, one loopback port, every region of account 123456789012.

    python lab/aws/server.py --port 5000 --data DIR [--record FILE]

moto answers, corrected where it differs from AWS (`corrections/`). `GET /lab/ready` answers 200
once requests are served. SIGTERM and SIGINT end it; the state is in memory and goes with it.
"""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

HERE = Path(__file__).parent


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description='Serve the AWS of the lab on 127.0.0.1.')
    parser.add_argument('--port', type=int, required=True, help='TCP port on 127.0.0.1')
    parser.add_argument('--data', type=Path, required=True, help='folder for what is kept on disk')
    parser.add_argument('--record', type=Path, help='append one JSON line for each API call')
    return parser.parse_args(argv)


def set_environment(data: Path, port: int) -> None:
    """What moto reads from the environment, at import and later; so this comes before any import.

    The AMIs are those that kops' stable channel names. S3 spools large objects below TMPDIR.
    """
    data.mkdir(parents=True, exist_ok=True)
    os.environ['TMPDIR'] = str(data.resolve())
    os.environ['MOTO_AMIS_PATH'] = str(HERE / 'amis.json')
    os.environ['MOTO_PORT'] = str(port)
    os.environ['MOTO_DISABLE_GLOBAL_CORS'] = 'true'


def end(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)


def main(argv: list[str]) -> None:
    options = arguments(argv)
    set_environment(options.data, options.port)
    from application import create_server

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    create_server(options.port, options.record).serve_forever()


if __name__ == '__main__':
    main(sys.argv[1:])
