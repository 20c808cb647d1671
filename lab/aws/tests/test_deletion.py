"""corrections/deletion.py"""

from tests.lab import LabTest


class Deletion(LabTest):
    def test_deleted_subnet_drops_its_route_table_associations(self) -> None:
        vpc, (subnet, _) = self.network()
        table = self.ec2.create_route_table(VpcId=vpc)['RouteTable']['RouteTableId']
        self.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        self.refused('DependencyViolation', self.ec2.delete_route_table, RouteTableId=table)
        self.ec2.delete_subnet(SubnetId=subnet)
        self.ec2.delete_route_table(RouteTableId=table)

    def test_deleted_vpc_leaves_its_dhcp_options(self) -> None:
        vpc, subnets = self.network()
        options = self.ec2.create_dhcp_options(
            DhcpConfigurations=[{'Key': 'domain-name', 'Values': ['ec2.internal']}]
        )['DhcpOptions']['DhcpOptionsId']
        self.ec2.associate_dhcp_options(DhcpOptionsId=options, VpcId=vpc)
        for subnet in subnets:
            self.ec2.delete_subnet(SubnetId=subnet)
        self.ec2.delete_vpc(VpcId=vpc)
        found = self.ec2.describe_dhcp_options(DhcpOptionsIds=[options])['DhcpOptions']
        self.assertEqual([options], [o['DhcpOptionsId'] for o in found])
        self.ec2.delete_dhcp_options(DhcpOptionsId=options)

    def test_vpc_in_use_is_not_deleted(self) -> None:
        vpc = self.ec2.create_vpc(CidrBlock='10.0.0.0/16')['Vpc']['VpcId']
        gateway = self.ec2.create_internet_gateway()['InternetGateway']['InternetGatewayId']
        self.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        self.refused('DependencyViolation', self.ec2.delete_vpc, VpcId=vpc)
        self.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        group = self.ec2.create_security_group(VpcId=vpc, GroupName='own', Description='own')
        self.refused('DependencyViolation', self.ec2.delete_vpc, VpcId=vpc)
        self.ec2.delete_security_group(GroupId=group['GroupId'])
        self.ec2.delete_vpc(VpcId=vpc)

    def test_subnet_in_use_is_not_deleted(self) -> None:
        _, (subnet, _) = self.network()
        ran = self.ec2.run_instances(ImageId=self.image(), SubnetId=subnet, MinCount=1, MaxCount=1)
        self.refused('DependencyViolation', self.ec2.delete_subnet, SubnetId=subnet)
        self.ec2.terminate_instances(InstanceIds=[ran['Instances'][0]['InstanceId']])
        self.ec2.delete_subnet(SubnetId=subnet)

    def test_security_group_in_use_is_not_deleted(self) -> None:
        vpc, _ = self.network()
        first, second = (
            self.ec2.create_security_group(VpcId=vpc, GroupName=n, Description=n)['GroupId']
            for n in ('first', 'second')
        )
        rule = {'IpProtocol': '-1', 'UserIdGroupPairs': [{'GroupId': first}]}
        self.ec2.authorize_security_group_ingress(GroupId=second, IpPermissions=[rule])
        self.refused('DependencyViolation', self.ec2.delete_security_group, GroupId=first)
        self.ec2.delete_security_group(GroupId=second)
        self.ec2.delete_security_group(GroupId=first)
