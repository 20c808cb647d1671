"""`/lab/...`: what the lab's daemon and the tests ask that no AWS API answers. All regions, JSON.

GET    /lab/ready              200 as soon as requests are served
GET    /lab/instances          what runs, or has just stopped running, with decoded user data
GET    /lab/loadbalancers      DNS names with their tags
PUT    /lab/console/<id>       the text that GetConsoleOutput answers for an instance
PUT    /lab/interruptions/<id> interrupt a Spot instance: {"noticeSeconds": 120}
PUT    /lab/faults/capacity    launches of a group fail: {"group", "code", "message"},
                               those of one "lifecycle" (spot, on-demand) if it is given
DELETE /lab/faults/capacity    they work again; ?group=NAME for one group
GET    /lab/faults/capacity    the faults that are set
POST   /lab/reset              an empty account
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from moto.core.utils import utcnow
from moto.moto_api._internal.models import moto_api_backend
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

import faults
import interruptions
import models
import prices

TERMINATED_KEPT_SECONDS = 60
"""For so long a terminated instance stays in the list, so that a poller sees it go."""

_ROUTES = Map(
    [
        Rule('/lab/ready', methods=['GET'], endpoint='ready'),
        Rule('/lab/instances', methods=['GET'], endpoint='instances'),
        Rule('/lab/loadbalancers', methods=['GET'], endpoint='load_balancers'),
        Rule('/lab/console/<instance_id>', methods=['PUT'], endpoint='put_console'),
        Rule('/lab/interruptions/<instance_id>', methods=['PUT'], endpoint='put_interruption'),
        Rule('/lab/faults/capacity', methods=['GET'], endpoint='get_capacity_faults'),
        Rule('/lab/faults/capacity', methods=['PUT'], endpoint='put_capacity_fault'),
        Rule('/lab/faults/capacity', methods=['DELETE'], endpoint='delete_capacity_fault'),
        Rule('/lab/reset', methods=['POST'], endpoint='reset'),
    ]
)


def _user_data(instance: Any) -> str:
    data = instance.user_data
    if not data:
        return ''
    try:
        return data.decode() if hasattr(data, 'decode') else str(data)
    except UnicodeDecodeError:
        # Compressed user data is no text; the daemon gets it as it was sent.
        return str(data)


def _describe_instance(region: str, instance: Any) -> dict[str, Any]:
    vcpus, memory = models.size_of(instance.instance_type)
    return {
        'id': instance.id,
        'region': region,
        'zone': instance.placement.zone,
        'type': instance.instance_type,
        'arch': instance.architecture,
        'vcpus': vcpus,
        'memoryMiB': memory,
        'lifecycle': instance.lifecycle or 'on-demand',
        'state': instance.state,
        'launchTime': instance.launch_time.isoformat(timespec='milliseconds') + 'Z',
        'privateIp': instance.private_ip,
        'imageId': instance.image_id,
        'userData': _user_data(instance),
        'tags': {tag['key']: tag['value'] for tag in instance.get_tags()},
    }


def _long_gone(instance: Any) -> bool:
    ended = getattr(instance, 'terminated_at', None)
    if instance.state != 'terminated':
        return False
    return ended is None or (utcnow() - ended).total_seconds() > TERMINATED_KEPT_SECONDS


def instances(_: Request) -> Any:
    return [_describe_instance(r, i) for r, i in models.instances() if not _long_gone(i)]


def load_balancers(_: Request) -> Any:
    return [
        {'dnsName': b.dns_name, 'arn': b.arn, 'region': region, 'tags': tags}
        for region, b, tags in models.load_balancers()
    ]


def _instance(instance_id: str) -> tuple[str, Any]:
    for region, instance in models.instances():
        if instance.id == instance_id:
            return region, instance
    raise NotFound(f'no instance {instance_id} in any region')


def put_console(request: Request, instance_id: str) -> Any:
    _instance(instance_id)[1].console_output = request.get_data(as_text=True)


def put_interruption(request: Request, instance_id: str) -> Any:
    region, instance = _instance(instance_id)
    refusal = interruptions.refusal_of(instance)
    if refusal is not None:
        raise BadRequest(refusal)
    wanted = request.get_json(force=True) if request.get_data() else {}
    seconds = float(wanted.get('noticeSeconds', interruptions.NOTICE_SECONDS))
    return {'endsAt': interruptions.interrupt(region, instance, seconds).isoformat()}


def get_capacity_faults(_: Request) -> Any:
    return faults.capacity_faults()


def put_capacity_fault(request: Request) -> Any:
    body = request.get_json(force=True)
    wanted = ('group', 'code', 'message')
    if not isinstance(body, dict) or any(not isinstance(body.get(key), str) for key in wanted):
        raise BadRequest(f'a capacity fault needs the strings {", ".join(wanted)}')
    lifecycle = body.get('lifecycle')
    if lifecycle not in (None, 'spot', 'on-demand'):
        raise BadRequest('lifecycle is spot or on-demand; without it every launch fails')
    return faults.put_capacity_fault(
        faults.CapacityFault(body['group'], body['code'], body['message'], lifecycle)
    )


def delete_capacity_fault(request: Request) -> Any:
    return faults.delete_capacity_fault(request.args.get('group'))


def reset(_: Request) -> Any:
    faults.delete_capacity_fault(None)
    moto_api_backend.reset()
    return None


_HANDLERS: dict[str, Callable[..., Any]] = {
    'instances': instances,
    'load_balancers': load_balancers,
    'put_console': put_console,
    'put_interruption': put_interruption,
    'get_capacity_faults': get_capacity_faults,
    'put_capacity_fault': put_capacity_fault,
    'delete_capacity_fault': delete_capacity_fault,
    'reset': reset,
}


def _json(value: Any, status: int = 200) -> Response:
    if value is None:
        return Response(status=204)
    return Response(json.dumps(value), status, content_type='application/json')


def with_lab_endpoints(application: Callable[..., Any], applied: list[str]) -> Callable[..., Any]:
    """Answer `/lab/...` here and hand on everything else.

    A bucket named `lab` is thereby out of reach by path; the lab makes none.
    """
    ready = {'ready': True, 'prices': prices.provenance(), 'corrections': applied}

    def answer(environ: dict[str, Any]) -> Response:
        try:
            endpoint, values = _ROUTES.bind_to_environ(environ).match()
            if endpoint == 'ready':
                return _json(ready)
            with models.LOCK:
                return _json(_HANDLERS[endpoint](Request(environ), **values))
        except HTTPException as refused:
            return _json({'error': refused.description}, refused.code or 500)

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get('PATH_INFO', '').startswith('/lab/'):
            return answer(environ)(environ, start_response)
        return application(environ, start_response)

    return serve
