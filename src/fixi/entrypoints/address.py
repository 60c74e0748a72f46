"""Where we listen: looked at before anything is started, so that a port that is taken is one line and no harm."""

import socket

from fixi.settings import Settings, WrongSettings


def must_be_free(settings: Settings) -> None:
    """Raises WrongSettings when the API could not listen where it is to."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.api_port))
        except OSError as error:
            problem = (
                f"port {settings.api_port} on {settings.host} cannot be used ({error.strerror}): set FIXI_API_PORT"
            )
            raise WrongSettings((problem,)) from error
