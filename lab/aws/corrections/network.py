"""Subnets and key pairs keep what they are told."""

import base64
import hashlib
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from moto.ec2.models.key_pairs import KeyPairBackend
from moto.ec2.responses.subnets import Subnets
from moto.ec2.utils import public_key_parse

from .registry import around, correction


@correction
def subnet_keeps_its_hostname_settings() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html

    moto drops PrivateDnsHostnameTypeOnLaunch and the AAAA setting, so that every further
    `kops update cluster` finds the subnets' ResourceBasedNaming changed.
    """

    @around(Subnets, 'modify_subnet_attribute')
    def modify_subnet_attribute(original: Any, request: Any) -> Any:
        answer = original(request)
        subnet = request.ec2_backend.get_subnet(request._get_param('SubnetId'))
        options = subnet.private_dns_name_options_on_launch
        given = {
            'HostnameType': request._get_param('PrivateDnsHostnameTypeOnLaunch'),
            'EnableResourceNameDnsAAAARecord': request._get_param(
                'EnableResourceNameDnsAAAARecordOnLaunch.Value'
            ),
        }
        options.update({name: value for name, value in given.items() if value is not None})
        return answer


@correction
def ed25519_fingerprint_is_base64_of_sha256() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html

    For ED25519 the fingerprint is what `ssh-keygen -l` prints, a SHA-256 in base64. moto gives
    hexadecimal digits of another digest, and kops finds the key changed every time.
    """

    @around(KeyPairBackend, 'import_key_pair')
    def import_key_pair(original: Any, backend: Any, *args: Any, **kwargs: Any) -> Any:
        return _with_fingerprint(original(backend, *args, **kwargs))

    @around(KeyPairBackend, 'create_key_pair')
    def create_key_pair(original: Any, backend: Any, *args: Any, **kwargs: Any) -> Any:
        return _with_fingerprint(original(backend, *args, **kwargs))


def _with_fingerprint(pair: Any) -> Any:
    key = public_key_parse(pair.material_public)
    if isinstance(key, Ed25519PublicKey):
        line = key.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
        blob = base64.b64decode(line.split()[1])
        pair.key_fingerprint = base64.b64encode(hashlib.sha256(blob).digest()).decode()
    return pair
