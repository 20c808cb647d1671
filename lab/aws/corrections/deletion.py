"""What goes, and what stays, when its parent goes."""

from typing import Any

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models.security_groups import SecurityGroupBackend
from moto.ec2.models.subnets import SubnetBackend
from moto.ec2.models.vpcs import VPCBackend

from .registry import around, correction


@correction
def deleted_subnet_drops_its_route_table_associations() -> None:
    """A route table can be deleted once its subnets are gone.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html: an associated
    table cannot be deleted. moto keeps the association of a deleted subnet, which nobody can take
    away any more, so that `kops delete cluster` never ends.
    """

    @around(SubnetBackend, 'delete_subnet')
    def delete_subnet(original: Any, backend: Any, subnet_id: str) -> Any:
        subnet = original(backend, subnet_id)
        for table in backend.route_tables.values():
            stale = [key for key, value in table._associations.items() if value == subnet_id]
            for association in stale:
                del table._associations[association]
        return subnet


@correction
def deleted_vpc_leaves_its_dhcp_options() -> None:
    """DHCP options are the account's, not the VPC's.

    https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSet.html: a set is deleted on its
    own. moto deletes it with the VPC, and kops then asks for it until its time is up.
    """

    @around(VPCBackend, 'delete_vpc')
    def delete_vpc(original: Any, backend: Any, vpc_id: str) -> Any:
        vpc = backend.vpcs.get(vpc_id)
        if vpc is not None and vpc.dhcp_options is not None:
            backend.disassociate_dhcp_options(vpc)
        return original(backend, vpc_id)


@correction
def vpc_in_use_is_not_deleted() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html

    Gateways, interfaces and own security groups go first. moto deletes the VPC under them, so
    that a wrong order of deletion would never be noticed.
    """

    @around(VPCBackend, 'delete_vpc')
    def delete_vpc(original: Any, backend: Any, vpc_id: str) -> Any:
        gateways = [g for g in backend.internet_gateways.values() if g.vpc and g.vpc.id == vpc_id]
        groups = [g for g in backend.groups.get(vpc_id, {}).values() if g.name != 'default']
        interfaces = [e for e in backend.enis.values() if e.subnet.vpc_id == vpc_id]
        if gateways or groups or interfaces:
            raise DependencyViolationError(
                f"The vpc '{vpc_id}' has dependencies and cannot be deleted."
            )
        return original(backend, vpc_id)


@correction
def subnet_in_use_is_not_deleted() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html

    "You must terminate all running instances in the subnet before you can delete the subnet."
    """

    @around(SubnetBackend, 'delete_subnet')
    def delete_subnet(original: Any, backend: Any, subnet_id: str) -> Any:
        if any(interface.subnet.id == subnet_id for interface in backend.enis.values()):
            raise DependencyViolationError(
                f"The subnet '{subnet_id}' has dependencies and cannot be deleted."
            )
        return original(backend, subnet_id)


@correction
def security_group_in_use_is_not_deleted() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html

    A group that an interface has, or that another group's rule names, is a DependencyViolation.
    """

    @around(SecurityGroupBackend, '_delete_security_group')
    def delete(original: Any, backend: Any, vpc_id: str | None, group_id: str) -> Any:
        others = [
            group
            for groups in backend.groups.values()
            for group in groups.values()
            if group.id != group_id
        ]
        rules = [rule for g in others for rule in [*g.ingress_rules, *g.egress_rules]]
        named = any((rule.source_group or {}).get('GroupId') == group_id for rule in rules)
        held = any(group_id in [g.id for g in e.group_set] for e in backend.enis.values())
        if named or held:
            raise DependencyViolationError(f'resource {group_id} has a dependent object')
        return original(backend, vpc_id, group_id)
