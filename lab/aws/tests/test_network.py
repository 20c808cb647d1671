"""corrections/network.py and corrections/prefix_lists.py"""

import base64
import hashlib
from typing import Any

from tests.lab import LabTest

# A public key made for this test; its private half was thrown away.
KEY = 'AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'


class Network(LabTest):
    def test_subnet_keeps_its_hostname_settings(self) -> None:
        _, (subnet, _) = self.network()
        change = self.ec2.modify_subnet_attribute
        change(SubnetId=subnet, PrivateDnsHostnameTypeOnLaunch='resource-name')
        change(SubnetId=subnet, EnableResourceNameDnsARecordOnLaunch={'Value': True})
        change(SubnetId=subnet, EnableResourceNameDnsAAAARecordOnLaunch={'Value': True})
        found = self.ec2.describe_subnets(SubnetIds=[subnet])['Subnets'][0]
        options = {
            'HostnameType': 'resource-name',
            'EnableResourceNameDnsARecord': True,
            'EnableResourceNameDnsAAAARecord': True,
        }
        self.assertEqual(options, found['PrivateDnsNameOptionsOnLaunch'])

    def test_ed25519_fingerprint_is_base64_of_sha256(self) -> None:
        self.ec2.import_key_pair(KeyName='k', PublicKeyMaterial=f'ssh-ed25519 {KEY} me'.encode())
        found = self.ec2.describe_key_pairs(KeyNames=['k'])['KeyPairs'][0]
        expected = base64.b64encode(hashlib.sha256(base64.b64decode(KEY)).digest()).decode()
        self.assertEqual(('ed25519', expected), (found['KeyType'], found['KeyFingerprint']))


class PrefixLists(LabTest):
    def make(self, name: str = 'runners', **tags: str) -> str:
        made = self.ec2.create_managed_prefix_list(
            PrefixListName=name,
            AddressFamily='IPv4',
            MaxEntries=2,
            Entries=[{'Cidr': '203.0.113.7/32', 'Description': 'run 1'}],
            TagSpecifications=[
                {
                    'ResourceType': 'prefix-list',
                    'Tags': [{'Key': k, 'Value': v} for k, v in {'Name': name, **tags}.items()],
                }
            ],
        )
        return str(made['PrefixList']['PrefixListId'])

    def cidrs(self, prefix_list: str) -> list[str]:
        entries = self.ec2.get_managed_prefix_list_entries(PrefixListId=prefix_list)['Entries']
        return [entry['Cidr'] for entry in entries]

    def test_prefix_list_is_modified_by_version(self) -> None:
        prefix_list = self.make()
        change = self.ec2.modify_managed_prefix_list
        add: dict[str, Any] = {
            'PrefixListId': prefix_list,
            'AddEntries': [{'Cidr': '198.51.100.9/32'}],
        }
        self.refused('PrefixListVersionMismatch', change, CurrentVersion=7, **add)
        self.assertEqual(2, change(CurrentVersion=1, **add)['PrefixList']['Version'])
        more = {'PrefixListId': prefix_list, 'AddEntries': [{'Cidr': '198.51.100.10/32'}]}
        self.refused('PrefixListMaxEntriesExceeded', change, CurrentVersion=2, **more)
        gone = [{'Cidr': '203.0.113.7/32'}]
        change(PrefixListId=prefix_list, CurrentVersion=2, RemoveEntries=gone)
        self.assertEqual(['198.51.100.9/32'], self.cidrs(prefix_list))
        described = self.ec2.describe_managed_prefix_lists(PrefixListIds=[prefix_list])
        self.assertEqual('runners', described['PrefixLists'][0]['PrefixListName'])

    def test_prefix_list_in_a_rule_cannot_be_deleted(self) -> None:
        prefix_list = self.make()
        vpc, _ = self.network()
        group = self.ec2.create_security_group(VpcId=vpc, GroupName='a', Description='a')['GroupId']
        rule = {
            'IpProtocol': 'tcp',
            'FromPort': 443,
            'ToPort': 443,
            'PrefixListIds': [{'PrefixListId': prefix_list}],
        }
        self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
        filters = [{'Name': 'group-id', 'Values': [group]}]
        rules = self.ec2.describe_security_group_rules(Filters=filters)['SecurityGroupRules']
        self.assertIn(prefix_list, [r.get('PrefixListId') for r in rules])
        delete = self.ec2.delete_managed_prefix_list
        self.refused('DependencyViolation', delete, PrefixListId=prefix_list)
        self.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[rule])
        delete(PrefixListId=prefix_list)
        describe = self.ec2.describe_managed_prefix_lists
        self.refused('InvalidPrefixListID.NotFound', describe, PrefixListIds=[prefix_list])

    def test_entries_of_an_unknown_prefix_list_are_not_found(self) -> None:
        call = self.ec2.get_managed_prefix_list_entries
        self.refused('InvalidPrefixListID.NotFound', call, PrefixListId='pl-0123456789abcdef0')

    def test_prefix_lists_are_found_by_id_and_filters(self) -> None:
        first = self.make('a', owner='42', cluster='pr-1')
        self.make('b', owner='7', cluster='pr-2')
        found = self.ec2.describe_managed_prefix_lists(
            Filters=[
                {'Name': 'tag:owner', 'Values': ['42']},
                {'Name': 'tag:cluster', 'Values': ['pr-*']},
            ]
        )['PrefixLists']
        self.assertEqual([first], [prefix_list['PrefixListId'] for prefix_list in found])

    def test_prefix_list_entries_fit_their_limit(self) -> None:
        self.refused(
            'PrefixListMaxEntriesExceeded',
            self.ec2.create_managed_prefix_list,
            PrefixListName='full',
            AddressFamily='IPv4',
            MaxEntries=1,
            Entries=[{'Cidr': '203.0.113.7/32'}, {'Cidr': '203.0.113.8/32'}],
        )
