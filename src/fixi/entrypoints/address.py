"""Where we listen: looked at before anything is started, so that a port that is taken is one line and no harm."""

import socket

from fixi.settings import Settings, WrongSettings


def must_be_free(settings: Settings, *, panel: bool = False) -> None:
    """Raises WrongSettings when the API, or the panel, could not listen where it is to."""
    port, name = (settings.panel_port, "FIXI_PANEL_PORT") if panel else (settings.api_port, "FIXI_API_PORT")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, port))
        except OSError as error:
            problem = f"port {port} on {settings.host} cannot be used ({error.strerror}): set {name}"
            raise WrongSettings((problem,)) from error
