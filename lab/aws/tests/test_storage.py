"""corrections/storage.py, and what moto's S3 does as AWS without any."""

from tests.lab import LabTest, client


class Storage(LabTest):
    def setUp(self) -> None:
        super().setUp()
        self.s3 = client('s3')
        self.s3.create_bucket(Bucket='state')

    def test_expected_bucket_owner_is_checked(self) -> None:
        put = {'Bucket': 'state', 'Key': 'k', 'Body': b'x'}
        other = {'ExpectedBucketOwner': '111111111111'}
        self.refused('AccessDenied', self.s3.put_object, **put, **other)
        self.refused('AccessDenied', self.s3.list_objects_v2, Bucket='state', **other)
        self.refused('403', self.s3.head_bucket, Bucket='state', **other)
        self.s3.put_object(**put, ExpectedBucketOwner='123456789012')

    def test_every_bucket_is_encrypted(self) -> None:
        answer = self.s3.get_bucket_encryption(Bucket='state')
        (rule,) = answer['ServerSideEncryptionConfiguration']['Rules']
        self.assertEqual('AES256', rule['ApplyServerSideEncryptionByDefault']['SSEAlgorithm'])

    def test_new_bucket_blocks_public_access(self) -> None:
        block = self.s3.get_public_access_block(Bucket='state')['PublicAccessBlockConfiguration']
        self.assertEqual([True] * 4, list(block.values()))
        controls = self.s3.get_bucket_ownership_controls(Bucket='state')['OwnershipControls']
        self.assertEqual([{'ObjectOwnership': 'BucketOwnerEnforced'}], controls['Rules'])

    def test_bucket_takes_what_a_state_store_needs(self) -> None:
        bucket = {'Bucket': 'state'}
        self.s3.put_bucket_versioning(**bucket, VersioningConfiguration={'Status': 'Enabled'})
        self.s3.put_bucket_tagging(**bucket, Tagging={'TagSet': [{'Key': 'k', 'Value': 'v'}]})
        rule = {
            'ID': 'old',
            'Status': 'Enabled',
            'Filter': {'Prefix': ''},
            'NoncurrentVersionExpiration': {'NoncurrentDays': 7},
        }
        self.s3.put_bucket_lifecycle_configuration(
            **bucket, LifecycleConfiguration={'Rules': [rule]}
        )
        self.assertEqual('Enabled', self.s3.get_bucket_versioning(**bucket)['Status'])
        self.assertEqual(
            [{'Key': 'k', 'Value': 'v'}], self.s3.get_bucket_tagging(**bucket)['TagSet']
        )
        rules = self.s3.get_bucket_lifecycle_configuration(**bucket)['Rules']
        self.assertEqual(7, rules[0]['NoncurrentVersionExpiration']['NoncurrentDays'])

    def test_location_constraint_is_the_region(self) -> None:
        west = client('s3', 'eu-west-1')
        self.refused('IllegalLocationConstraintException', west.create_bucket, Bucket='no-region')
        config = {'LocationConstraint': 'eu-west-1'}
        west.create_bucket(Bucket='west', CreateBucketConfiguration=config)
        self.assertEqual('eu-west-1', west.get_bucket_location(Bucket='west')['LocationConstraint'])
        again = {'Bucket': 'west', 'CreateBucketConfiguration': config}
        self.refused('BucketAlreadyOwnedByYou', west.create_bucket, **again)
        self.assertIsNone(self.s3.get_bucket_location(Bucket='state')['LocationConstraint'])

    def test_writes_are_conditional(self) -> None:
        put = {'Bucket': 'state', 'Key': 'lease'}
        tag = self.s3.put_object(**put, Body=b'1', IfNoneMatch='*')['ETag']
        self.refused('PreconditionFailed', self.s3.put_object, **put, Body=b'2', IfNoneMatch='*')
        self.s3.put_object(**put, Body=b'2', IfMatch=tag)
        self.refused('PreconditionFailed', self.s3.put_object, **put, Body=b'3', IfMatch=tag)
        self.refused('PreconditionFailed', self.s3.delete_object, **put, IfMatch=tag)
