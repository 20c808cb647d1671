"""What AWS does without being asked."""


def start() -> None:
    return None
