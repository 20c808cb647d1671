"""An operation that the lab does not have is refused as AWS refuses one, not as a crash.

moto answers 500, and SDKs retry a 500 for minutes.
"""

import json
import traceback
from collections.abc import Callable, Iterable
from typing import Any
from xml.sax.saxutils import escape

from botocore.exceptions import UnknownServiceError
from moto.backend_index import backend_url_patterns
from moto.core.utils import get_service_model
from werkzeug.wrappers import Response

from requested import MODEL_BY_SIGNING_NAME, requested, signing_scope, take_body

_EC2 = """<?xml version="1.0" encoding="UTF-8"?>
<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>\
<RequestID>00000000-0000-0000-0000-000000000000</RequestID></Response>"""

_XML = """<?xml version="1.0" encoding="UTF-8"?>
<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
<RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>"""

_S3 = """<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>{code}</Code><Message>{message}</Message>\
<RequestId>0000000000000000</RequestId></Error>"""


def refusal(environ: dict[str, Any], status: int, code: str, message: str) -> Response:
    """An error in the request's own protocol.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html,
    https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
    https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization
    """
    service = signing_scope(environ).service
    if 'HTTP_X_AMZ_TARGET' in environ or _speaks_json(service):
        body = json.dumps({'__type': code, 'message': message})
        content_type = environ.get('CONTENT_TYPE') or 'application/json'
        return Response(body, status, {'x-amzn-ErrorType': code}, content_type=content_type)
    templates = {'ec2': _EC2, 's3': _S3, None: _S3}
    body = templates.get(service, _XML).format(code=code, message=escape(message))
    return Response(body, status, content_type='text/xml')


def _speaks_json(service: str | None) -> bool:
    try:
        model = get_service_model(MODEL_BY_SIGNING_NAME.get(service or '', service or ''))
        return 'json' in str(model.metadata.get('protocol'))
    except UnknownServiceError:
        return False


# Served by the lab itself, or by moto under another host name than the signing name's.
_NOT_BY_HOST = frozenset({'pricing', 'eventbridge', 'budgets', 'cloudfront', 'dynamodb'})


def _known(service: str | None) -> bool:
    """Whether moto has the service at all; an unsigned request is its own business."""
    if service is None:
        return True
    host = f'http://{service}.us-east-1.amazonaws.com'
    return service in _NOT_BY_HOST or any(
        pattern.match(host) for _, pattern in backend_url_patterns
    )


def refusing(application: Callable[..., Any]) -> Callable[..., Any]:
    def refuse(environ: dict[str, Any], body: bytes) -> Response:
        call = requested(environ, body)
        code = 'UnsupportedOperation' if call.scope.service == 'ec2' else 'InvalidAction'
        name = f'{call.scope.service}:{call.operation or environ.get("PATH_INFO")}'
        return refusal(environ, 400, code, f'The lab does not have the operation {name}.')

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = take_body(environ)
        if not _known(signing_scope(environ).service):
            return refuse(environ, body)(environ, start_response)
        try:
            return application(environ, start_response)
        except NotImplementedError:
            answer = refuse(environ, body)
        except Exception:  # noqa: BLE001 - the server must go on; the trace goes to its log
            traceback.print_exc()
            answer = refusal(environ, 500, 'InternalFailure', 'The lab failed; its log says why.')
        return answer(environ, start_response)

    return serve
