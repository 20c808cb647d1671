"""S3 buckets as they have been since 2023: encrypted, closed, and checked for their owner."""

from typing import Any

from moto.s3.exceptions import BucketAccessDeniedError
from moto.s3.models import PublicAccessBlock, S3Backend, s3_backends
from moto.s3.responses import S3Response

from .registry import around, correction


@correction
def expected_bucket_owner_is_checked() -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html

    A request that expects another owner of the bucket is refused with 403 AccessDenied. moto
    ignores the header.
    """

    def check(request: Any) -> None:
        expected = request.headers.get('x-amz-expected-bucket-owner')
        if expected is None:
            return
        bucket = s3_backends.bucket_accounts.get(request.bucket_name)
        if bucket is not None and bucket[1] != expected:
            raise BucketAccessDeniedError(bucket=request.bucket_name)

    @around(S3Response, '_bucket_response')
    def bucket_response(original: Any, request: Any, *args: Any) -> Any:
        check(request)
        return original(request, *args)

    @around(S3Response, '_key_response')
    def key_response(original: Any, request: Any, *args: Any) -> Any:
        check(request)
        return original(request, *args)


@correction
def every_bucket_is_encrypted() -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html

    Without a configuration of its own a bucket answers SSE-S3. moto answers
    ServerSideEncryptionConfigurationNotFoundError.
    """

    @around(S3Backend, 'get_bucket_encryption')
    def get_bucket_encryption(original: Any, backend: Any, bucket_name: str) -> Any:
        by_default = {'ApplyServerSideEncryptionByDefault': {'SSEAlgorithm': 'AES256'}}
        own = original(backend, bucket_name)
        return own or {'Rule': {**by_default, 'BucketKeyEnabled': False}}


@correction
def new_bucket_blocks_public_access() -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html

    Since April 2023 all four settings are on, and ACLs are off. In moto there are none.
    """

    @around(S3Backend, 'create_bucket')
    def create_bucket(original: Any, backend: Any, *args: Any, **kwargs: Any) -> Any:
        bucket = original(backend, *args, **kwargs)
        bucket.public_access_block = PublicAccessBlock('true', 'true', 'true', 'true')
        bucket.ownership_rule = 'BucketOwnerEnforced'
        return bucket
