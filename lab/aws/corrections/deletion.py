"""What goes, and what stays, when its parent goes."""

from typing import Any

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
