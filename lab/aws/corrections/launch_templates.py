"""Versions of launch templates."""

from typing import Any

from moto.core.types import Base64EncodedString
from moto.ec2.models.launch_templates import LaunchTemplate
from moto.ec2.utils import parse_user_data

from .registry import around, correction


@correction
def instance_launches_from_a_later_template_version() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html

    A group whose template has a new version launches from it, user data included. moto keeps the
    user data of later versions as plain text and then fails to launch with it: a rolling update
    never gets its new instance.
    """

    @around(LaunchTemplate, 'create_version')
    def create_version(original: Any, template: Any, data: dict[str, Any], description: str) -> Any:
        text = data.get('UserData')
        if not isinstance(text, Base64EncodedString):
            data = {**data, 'UserData': parse_user_data(text)}
        return original(template, data, description)
