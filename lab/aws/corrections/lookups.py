"""Things found, and deleted, by the name or owner that the request gives."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidLaunchTemplateIdNotFound
from moto.ec2.models.key_pairs import KeyPairBackend
from moto.ec2.models.launch_templates import LaunchTemplateBackend
from moto.ec2.responses.elastic_block_store import ElasticBlockStore
from moto.ec2.responses.key_pairs import KeyPairs
from moto.ec2.responses.launch_templates import LaunchTemplates

from .registry import around, correction


@correction
def unknown_launch_template_id_is_not_found() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html

    InvalidLaunchTemplateId.NotFound. moto leaves an unknown id out of the answer, and crashes when
    a group whose template was deleted launches an instance.
    """

    @around(LaunchTemplateBackend, 'describe_launch_templates')
    def describe(
        original: Any,
        backend: Any,
        template_names: list[str] | None = None,
        template_ids: list[str] | None = None,
        filters: Any = None,
    ) -> Any:
        for template_id in template_ids or []:
            if template_id not in backend.launch_templates:
                raise InvalidLaunchTemplateIdNotFound(template_id)
        return original(backend, template_names, template_ids, filters)


@correction
def launch_templates_come_in_pages() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html

    With NextToken while there are more, and with the tags that they have now. moto drops all after
    the fifteenth and shows the tags of the template's creation.
    """

    @around(LaunchTemplates, 'describe_launch_templates')
    def describe(_original: Any, request: Any) -> Any:
        request.error_on_dryrun()
        templates = request.ec2_backend.describe_launch_templates(
            request._get_param('LaunchTemplateNames', []),
            request._get_param('LaunchTemplateIds', []),
            request._filters_from_querystring(),
        )
        start = int(request._get_param('NextToken') or 0)
        end = start + (request._get_int_param('MaxResults') or 200)
        page = [
            {
                'CreateTime': template.create_time,
                'CreatedBy': f'arn:aws:iam::{request.current_account}:root',
                'DefaultVersionNumber': template.default_version_number,
                'LatestVersionNumber': template.latest_version_number,
                'LaunchTemplateId': template.id,
                'LaunchTemplateName': template.name,
                'Tags': template.get_tags(),
            }
            for template in templates[start:end]
        ]
        token = str(end) if end < len(templates) else None
        return ActionResult({'LaunchTemplates': page, 'NextToken': token})


@correction
def template_version_builds_on_its_source() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html

    With SourceVersion the new version takes over what the request does not say; moto ignores it.
    """

    @around(LaunchTemplates, 'create_launch_template_version')
    def create(original: Any, request: Any) -> Any:
        answer = original(request)
        source = request._get_param('SourceVersion')
        if source is not None:
            made = answer.result['LaunchTemplateVersion']
            template = request.ec2_backend.get_launch_template(made['LaunchTemplateId'])
            version = template.get_version(made['VersionNumber'])
            version.data = {**template.get_version(source).data, **version.data}
            made['LaunchTemplateData'] = version.data
        return answer


@correction
def key_pair_is_deleted_by_its_id_too() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html

    KeyName or KeyPairId; kops gives the id, which moto does not read.
    """

    @around(KeyPairs, 'delete_key_pair')
    def delete_key_pair(original: Any, request: Any) -> Any:
        wanted = request._get_param('KeyPairId')
        if wanted is None:
            return original(request)
        request.error_on_dryrun()
        backend: KeyPairBackend = request.ec2_backend
        for pair in list(backend.key_pairs.values()):
            if pair.id == wanted:
                backend.delete_key_pair(pair.key_name)
        return ActionResult({'Return': True, 'KeyPairId': wanted})


@correction
def snapshots_are_found_by_owner() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html

    OwnerIds takes `self`, `amazon` and account ids. moto does not read it, so that the snapshots
    of public images look like the account's own.
    """

    @around(ElasticBlockStore, 'describe_snapshots')
    def describe_snapshots(original: Any, request: Any) -> Any:
        answer = original(request)
        owners = request._get_param('OwnerIds', [])
        if owners:
            own = request.current_account
            accounts = {own if owner == 'self' else owner for owner in owners}
            found = [s for s in answer.result['Snapshots'] if s.owner_id in accounts]
            return ActionResult({**answer.result, 'Snapshots': found})
        return answer
