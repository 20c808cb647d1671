"""moto as one WSGI application, with the lab's layers around it, outermost first:

lab endpoints -> recorder -> refusals -> the lock -> the lab's own services -> moto
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import BaseWSGIServer, make_server

import background
import corrections
from endpoints import with_lab_endpoints
from models import LOCK
from pricing import with_pricing
from recorder import recorded
from refusals import refusing
from requested import signing_scope

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class QuietHandler(MotoRequestHandler):
    """No line per request on stderr: the recorder keeps what matters, errors keep their traces."""

    def log_request(self, *_: object) -> None:
        pass


def serialised(application: Application) -> Application:
    """One request at a time: moto's models know no threads, kops and its controllers use many.

    SQS is left out because ReceiveMessage may wait up to 20 s for a message.
    """

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if signing_scope(environ).service == 'sqs':
            return application(environ, start_response)
        with LOCK:
            return application(environ, start_response)

    return serve


def create_application(
    record: Path | None = None, without: frozenset[str] = frozenset()
) -> Application:
    """Correct moto and wrap it. `without` names corrections to leave out (tests only)."""
    applied = corrections.apply(without)
    moto = DomainDispatcherApplication(create_backend_app)
    application: Application = serialised(with_pricing(moto))
    application = refusing(application)
    if record is not None:
        application = recorded(application, record)
    return with_lab_endpoints(application, applied)


def create_server(port: int, record: Path | None = None) -> BaseWSGIServer:
    """A server on 127.0.0.1 and the background work that AWS does without being asked."""
    server = make_server(
        '127.0.0.1', port, create_application(record), threaded=True, request_handler=QuietHandler
    )
    background.start()
    return server
