"""The EC2 quotas that decide how many instances a cluster may have."""

from typing import Any

from moto.servicequotas.models import ServiceQuotasBackend

from .registry import around, correction

_VCPUS = 640.0
"""The lab's figure. A new account of AWS has 5 vCPUs for each; see the page below."""

_NAMES = {
    'L-34B43A08': 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests',
    'L-1216C47A': 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
}


def _quota(region: str, account: str, code: str) -> dict[str, Any]:
    return {
        'ServiceCode': 'ec2',
        'ServiceName': 'Amazon Elastic Compute Cloud (Amazon EC2)',
        'QuotaArn': f'arn:aws:servicequotas:{region}:{account}:ec2/{code}',
        'QuotaCode': code,
        'QuotaName': _NAMES[code],
        'Value': _VCPUS,
        'Unit': 'None',
        'Adjustable': True,
        'GlobalQuota': False,
    }


@correction
def vcpu_quotas_of_ec2_are_known() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-quotas.html

    moto has the quotas of VPC only.
    """

    @around(ServiceQuotasBackend, 'get_service_quota')
    def get(original: Any, backend: Any, service_code: str, quota_code: str) -> Any:
        if service_code == 'ec2' and quota_code in _NAMES:
            return _quota(backend.region_name, backend.account_id, quota_code)
        return original(backend, service_code=service_code, quota_code=quota_code)
