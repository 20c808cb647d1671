"""Managed prefix lists, which kops puts into security-group rules (`kubernetesApiAccess: [pl-…]`).

https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
"""

from fnmatch import fnmatchcase
from typing import Any

from moto.ec2.exceptions import DependencyViolationError, EC2ClientError
from moto.ec2.models.managed_prefixes import ManagedPrefixListBackend

from .registry import around, correction


def _existing(backend: Any, prefix_list_id: str | None) -> Any:
    found = backend.managed_prefix_lists.get(prefix_list_id)
    if found is None or found.state == 'delete-complete':
        raise EC2ClientError(
            'InvalidPrefixListID.NotFound',
            f"The prefix list ID '{prefix_list_id}' does not exist",
        )
    return found


def _rules(backend: Any) -> list[Any]:
    groups = [group for by_id in backend.groups.values() for group in by_id.values()]
    return [rule for group in groups for rule in [*group.ingress_rules, *group.egress_rules]]


def _refuse_too_many(entries: list[dict[str, str]], limit: Any) -> None:
    if limit is not None and len(entries) > int(limit):
        raise EC2ClientError(
            'PrefixListMaxEntriesExceeded',
            f'You have reached the maximum number of entries ({limit}) for the prefix list',
        )


@correction
def prefix_list_is_modified_by_version() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyManagedPrefixList.html

    Entries change only together with the version that they change, the name stays unless given, and
    MaxEntries is kept to. moto takes any version and forgets the name.
    """

    @around(ManagedPrefixListBackend, 'modify_managed_prefix_list')
    def modify(
        original: Any,
        backend: Any,
        add_entry: list[dict[str, str]],
        remove_entry: list[dict[str, str]],
        prefix_list_id: str | None = None,
        current_version: int | None = None,
        prefix_list_name: str | None = None,
    ) -> Any:
        found = _existing(backend, prefix_list_id)
        if (add_entry or remove_entry) and current_version != found.version:
            raise EC2ClientError(
                'PrefixListVersionMismatch',
                'The prefix list has the incorrect version number.',
            )
        now = found.entries.get(found.version) or []
        removed = {entry['Cidr'] for entry in remove_entry}
        added = {entry['Cidr']: entry for entry in add_entry}
        missing = removed - {entry['Cidr'] for entry in now}
        if missing:
            raise EC2ClientError(
                'InvalidPrefixListModification',
                f'The prefix list has no entry {", ".join(sorted(missing))}',
            )
        # An added CIDR that is there already gets the new description.
        kept = [e for e in now if e['Cidr'] not in removed and e['Cidr'] not in added]
        _refuse_too_many([*kept, *added.values()], found.max_entries)
        found.prefix_list_name = prefix_list_name or found.prefix_list_name
        if add_entry or remove_entry:
            found.version += 1
            found.entries[found.version] = [*kept, *added.values()]
        found.state = 'modify-complete'
        return found


@correction
def prefix_list_in_a_rule_cannot_be_deleted() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteManagedPrefixList.html

    "You must first remove all references to the prefix list in your resources."
    """

    @around(ManagedPrefixListBackend, 'delete_managed_prefix_list')
    def delete(original: Any, backend: Any, prefix_list_id: str) -> Any:
        found = _existing(backend, prefix_list_id)
        if any(rule.prefix_list_id == prefix_list_id for rule in _rules(backend)):
            raise DependencyViolationError(
                f"The prefix list '{prefix_list_id}' is referenced by a security group rule"
            )
        deleted = original(backend, prefix_list_id)
        # Gone at once: AWS shows it for a moment only, and it keeps no name taken.
        backend.managed_prefix_lists.pop(prefix_list_id)
        return deleted or found


@correction
def entries_of_an_unknown_prefix_list_are_not_found() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html

    InvalidPrefixListID.NotFound; moto answers an empty list.
    """

    @around(ManagedPrefixListBackend, 'get_managed_prefix_list_entries')
    def entries(original: Any, backend: Any, prefix_list_id: str) -> Any:
        _existing(backend, prefix_list_id)
        return original(backend, prefix_list_id)


@correction
def prefix_lists_are_found_by_id_and_filters() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeManagedPrefixLists.html

    By id, owner, name and tags, with wildcards; an id that does not exist is an error. moto fails
    on two tag filters at once and answers nothing for an unknown id.
    """

    @around(ManagedPrefixListBackend, 'describe_managed_prefix_lists')
    def describe(
        _original: Any, backend: Any, prefix_list_ids: list[str] | None = None, filters: Any = None
    ) -> list[Any]:
        if prefix_list_ids:
            lists = [_existing(backend, prefix_list_id) for prefix_list_id in prefix_list_ids]
        else:
            lists = list(backend.managed_prefix_lists.values())
        return [x for x in lists if all(_meets(x, k, v) for k, v in (filters or {}).items())]


def _meets(prefix_list: Any, name: str, patterns: list[str]) -> bool:
    tags = {tag['key']: tag['value'] for tag in prefix_list.get_tags()}
    if name.startswith('tag:'):
        values = [tags[name[4:]]] if name[4:] in tags else []
    elif name == 'tag-key':
        values = list(tags)
    else:
        known = {
            'owner-id': prefix_list.owner_id,
            'prefix-list-id': prefix_list.id,
            'prefix-list-name': prefix_list.prefix_list_name,
        }
        if name not in known:
            raise EC2ClientError('InvalidParameterValue', f'The filter {name!r} is invalid')
        values = [known[name]]
    return any(fnmatchcase(value, pattern) for value in values for pattern in patterns)


@correction
def prefix_list_entries_fit_their_limit() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateManagedPrefixList.html

    MaxEntries counts from the beginning.
    """

    @around(ManagedPrefixListBackend, 'create_managed_prefix_list')
    def create(original: Any, backend: Any, **wanted: Any) -> Any:
        _refuse_too_many(wanted.get('entry') or [], wanted.get('max_entries'))
        return original(backend, **wanted)
