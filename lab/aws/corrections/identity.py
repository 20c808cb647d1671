"""Who calls."""

from typing import Any

from moto.sts.models import STSBackend

from .registry import around, correction


@correction
def caller_without_a_role_is_an_iam_user() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html

    Users are of IAM (`arn:aws:iam::ACCOUNT:user/NAME`); moto makes the unknown caller one of STS.
    """

    @around(STSBackend, 'get_caller_identity')
    def get_caller_identity(original: Any, backend: Any, *args: Any) -> tuple[str, str, str]:
        user, arn, account = original(backend, *args)
        return user, arn.replace(':sts::', ':iam::') if ':user/' in arn else arn, account
