"""One JSON line for each API call: what the lab's tests, and people, read afterwards."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from requested import Requested, requested, take_body

LAB_ACCESS_KEY = 'LAB'
"""Calls of the lab's own daemon are no part of the story."""

_XML_CODE = re.compile(rb'<Code>([^<]+)</Code>')
_NAMESPACE = re.compile(r'^.*[#.]')


def error_code(status: int, headers: list[tuple[str, str]], body: bytes) -> str | None:
    """The AWS error code of an answer in any protocol; None if there is none.

    JSON services put it into `__type` (with a namespace) or `x-amzn-ErrorType` (with a URL).
    """
    if status < 400:
        return None
    named = {name.lower(): value for name, value in headers}.get('x-amzn-errortype')
    if named:
        return _NAMESPACE.sub('', named.split(':')[0])
    found = _XML_CODE.search(body)
    if found:
        return found[1].decode()
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    kind = answer.get('__type') if isinstance(answer, dict) else None
    return _NAMESPACE.sub('', kind) if kind else None


def _line(call: Requested, at: str, status: int, code: str | None) -> str:
    return json.dumps(
        {
            'time': at,
            'service': call.scope.service,
            'operation': call.operation,
            'region': call.scope.region,
            'parameters': call.parameters,
            'status': status,
            'code': code,
            'accessKey': call.scope.access_key,
        },
        separators=(',', ':'),
        default=str,
    )


def recorded(application: Callable[..., Any], file: Path) -> Callable[..., Any]:
    """Append a line to `file` for every call that passes. Times are of the request, in UTC."""
    file.parent.mkdir(parents=True, exist_ok=True)
    log = file.open('a', encoding='utf-8', buffering=1)
    writing = Lock()

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        at = datetime.now(UTC).isoformat(timespec='milliseconds').replace('+00:00', 'Z')
        call = requested(environ, take_body(environ))
        if call.scope.access_key == LAB_ACCESS_KEY:
            return application(environ, start_response)
        answered: dict[str, Any] = {'status': 0, 'headers': []}

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            answered.update(status=int(status.split()[0]), headers=headers)
            return start_response(status, headers, *rest)

        chunks = application(environ, start)
        body = b''.join(chunks)
        if hasattr(chunks, 'close'):
            chunks.close()
        code = error_code(answered['status'], answered['headers'], body)
        with writing:
            log.write(_line(call, at, answered['status'], code) + '\n')
        return [body]

    return serve
