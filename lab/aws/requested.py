"""Which AWS operation a request asks for, whatever its protocol."""

import io
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from moto.moto_server.werkzeug_app import BackendRequest

_SCOPE = re.compile(r'Credential=(?P<key>[^/]*)/\d+/(?P<region>[^/]+)/(?P<service>[^/]+)/')

# SDK models whose name is not the signing name. Both load balancer APIs sign alike; the API
# version in the request tells them apart.
MODEL_BY_SIGNING_NAME = {
    'elasticloadbalancing': 'elbv2',
    'monitoring': 'cloudwatch',
    'tagging': 'resourcegroupstaggingapi',
    'email': 'ses',
}
_CLASSIC_ELB_VERSION = '2012-06-01'


@dataclass(frozen=True)
class Scope:
    """Who signed the request, for which service and region; None where it is unsigned."""

    access_key: str | None = None
    region: str | None = None
    service: str | None = None


@dataclass(frozen=True)
class Requested:
    scope: Scope
    operation: str | None
    parameters: dict[str, Any]


def signing_scope(environ: dict[str, Any]) -> Scope:
    """From the SigV4 Authorization header, or from a presigned URL's X-Amz-Credential.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
    """
    signed = environ.get('HTTP_AUTHORIZATION', '')
    if not signed and 'X-Amz-Credential' in environ.get('QUERY_STRING', ''):
        credential = parse_qs(environ['QUERY_STRING']).get('X-Amz-Credential', [''])[0]
        signed = f'Credential={credential}'
    found = _SCOPE.search(signed)
    return Scope(found['key'], found['region'], found['service']) if found else Scope()


def take_body(environ: dict[str, Any]) -> bytes:
    """Read the body and put it back, so that the application reads it again."""
    length = int(environ.get('CONTENT_LENGTH') or 0)
    body = environ['wsgi.input'].read(length) if length else b''
    environ['wsgi.input'] = io.BytesIO(body)
    return body


def _action(form: dict[str, list[str]], environ: dict[str, Any]) -> str | None:
    if 'Action' in form:
        return form['Action'][0]
    target = environ.get('HTTP_X_AMZ_TARGET')
    return target.rsplit('.', 1)[-1] if target else None


def requested(environ: dict[str, Any], body: bytes) -> Requested:
    """Name the operation and parse its parameters by the service's own model.

    An operation or a shape that the model does not know leaves the operation's name as it was
    sent, and no parameters.
    """
    scope = signing_scope(environ)
    content_type = environ.get('CONTENT_TYPE', '')
    is_form = content_type.startswith('application/x-www-form-urlencoded')
    form = parse_qs(body.decode('utf-8', 'replace')) if is_form else {}
    form = form or parse_qs(environ.get('QUERY_STRING', ''))
    action = _action(form, environ)
    service = scope.service or ('sts' if action else 's3')
    scope = Scope(scope.access_key, scope.region, service)
    name = MODEL_BY_SIGNING_NAME.get(service, service)
    if name == 'elbv2' and form.get('Version') == [_CLASSIC_ELB_VERSION]:
        name = 'elb'
    try:
        return _parsed(scope, name, action, environ, body)
    except Exception:  # noqa: BLE001 - an odd request must still be recorded and answered
        return Requested(scope, action, {})


def _parsed(
    scope: Scope, model: str, action: str | None, environ: dict[str, Any], body: bytes
) -> Requested:
    # A request object consumes its stream; each gets its own copy.
    request: Request = BackendRequest({**environ, 'wsgi.input': io.BytesIO(body)})
    service = get_service_model(model)
    if action is None:
        operation, path_parameters = get_service_router(model).match(request)
    else:
        operation, path_parameters = service.operation_model(action), {}
    protocol = determine_request_protocol(service, request.content_type)
    parsed = PROTOCOL_PARSERS[protocol](operation).parse(
        {
            'method': request.method,
            'values': request.values,
            'headers': request.headers,
            'body': request.data,
            'url_path': request.path,
            'url_params': path_parameters,
        }
    )
    return Requested(scope, operation.name, _public(dict(parsed), operation.input_shape))


def _public(value: Any, shape: Any) -> Any:
    """Parameters without secrets: what the model calls sensitive, tokens, and bodies."""
    if shape is not None and shape.metadata.get('sensitive'):
        return '(sensitive)'
    if isinstance(value, dict):
        members = getattr(shape, 'members', {})
        return {
            key: '(secret)' if key in _SECRET else _public(item, members.get(key))
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_public(item, getattr(shape, 'member', None)) for item in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return f'({len(value)} bytes)'
    return str(value)


_SECRET = frozenset(
    {'WebIdentityToken', 'SAMLAssertion', 'SecretAccessKey', 'TokenCode', 'UserData'}
)
