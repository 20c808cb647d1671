"""corrections/lookups.py, quotas.py and spot_prices.py"""

import json
from datetime import UTC, datetime

from tests.lab import LabTest, client
from tests.test_network import KEY


class Lookups(LabTest):
    def test_unknown_launch_template_id_is_not_found(self) -> None:
        unknown = 'lt-0123456789abcdef0'
        call = self.ec2.describe_launch_templates
        self.refused('InvalidLaunchTemplateId.NotFound', call, LaunchTemplateIds=[unknown])

    def test_launch_templates_come_in_pages(self) -> None:
        for number in range(17):
            self.template(f'nodes-{number}')
        self.assertEqual(17, len(self.ec2.describe_launch_templates()['LaunchTemplates']))
        pages = self.ec2.get_paginator('describe_launch_templates').paginate(
            PaginationConfig={'PageSize': 5}
        )
        self.assertEqual([5, 5, 5, 2], [len(page['LaunchTemplates']) for page in pages])

    def test_template_version_builds_on_its_source(self) -> None:
        template = self.template()
        made = self.ec2.create_launch_template_version(
            LaunchTemplateId=template, SourceVersion='1', LaunchTemplateData={'KeyName': 'k'}
        )['LaunchTemplateVersion']
        data = made['LaunchTemplateData']
        self.assertEqual(
            (2, 'm5.large', 'k'), (made['VersionNumber'], data['InstanceType'], data['KeyName'])
        )

    def test_key_pair_is_deleted_by_its_id_too(self) -> None:
        public = f'ssh-ed25519 {KEY} me'.encode()
        made = self.ec2.import_key_pair(KeyName='k', PublicKeyMaterial=public)
        self.ec2.delete_key_pair(KeyPairId=made['KeyPairId'])
        self.assertEqual([], self.ec2.describe_key_pairs()['KeyPairs'])

    def test_snapshots_are_found_by_owner(self) -> None:
        self.assertEqual([], self.ec2.describe_snapshots(OwnerIds=['self'])['Snapshots'])
        volume = self.ec2.create_volume(AvailabilityZone='us-east-1a', Size=8)['VolumeId']
        made = self.ec2.create_snapshot(VolumeId=volume)['SnapshotId']
        found = self.ec2.describe_snapshots(OwnerIds=['self'])['Snapshots']
        self.assertEqual([made], [snapshot['SnapshotId'] for snapshot in found])

    def test_vcpu_quotas_of_ec2_are_known(self) -> None:
        quotas = client('service-quotas')
        found = quotas.get_service_quota(ServiceCode='ec2', QuotaCode='L-34B43A08')['Quota']
        self.assertIn('Spot', found['QuotaName'])
        self.assertGreater(found['Value'], 0)


class Prices(LabTest):
    def on_demand(self, instance_type: str, region: str) -> float:
        fields = {
            'instanceType': instance_type,
            'regionCode': region,
            'operatingSystem': 'Linux',
            'tenancy': 'Shared',
            'preInstalledSw': 'NA',
            'capacitystatus': 'Used',
        }
        filters = [{'Type': 'TERM_MATCH', 'Field': k, 'Value': v} for k, v in fields.items()]
        answer = client('pricing').get_products(ServiceCode='AmazonEC2', Filters=filters)
        (product,) = [json.loads(text) for text in answer['PriceList']]
        (offer,) = product['terms']['OnDemand'].values()
        (dimension,) = offer['priceDimensions'].values()
        return float(dimension['pricePerUnit']['USD'])

    def test_pricing_has_the_tables_prices(self) -> None:
        self.assertEqual(0.096, self.on_demand('m5.large', 'us-east-1'))
        values = client('pricing').get_attribute_values(
            ServiceCode='AmazonEC2', AttributeName='instanceType', MaxResults=100
        )
        self.assertEqual(100, len(values['AttributeValues']))
        self.assertIn('NextToken', values)

    def test_spot_price_history_has_a_price_for_each_pool(self) -> None:
        history = self.ec2.describe_spot_price_history(
            InstanceTypes=['m5.large', 'c5.large'],
            ProductDescriptions=['Linux/UNIX'],
            StartTime=datetime.now(UTC),
            Filters=[{'Name': 'availability-zone', 'Values': ['us-east-1a', 'us-east-1b']}],
        )['SpotPriceHistory']
        self.assertEqual(4, len(history))
        self.assertEqual(4, len({row['SpotPrice'] for row in history}))
        for row in history:
            full = self.on_demand(row['InstanceType'], 'us-east-1')
            self.assertLess(float(row['SpotPrice']), 0.61 * full)
            self.assertGreater(float(row['SpotPrice']), 0.27 * full)
            self.assertLess((datetime.now(UTC) - row['Timestamp']).days, 1)
