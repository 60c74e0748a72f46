"""The photos and voice notes that are kept, for whoever is logged in; a store's name for them is all that is asked."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from fixi.domain.errors import Refused, Unavailable
from fixi.ports.media import Files

# What a browser shows without running anything; all else is handed over to be kept.
SHOWN = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "ogg": "audio/ogg",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
}
PICTURES = frozenset({"jpg", "jpeg", "png", "webp"})


class FilesRoute:
    """GET /files/NAME. The door has asked who it is; what is in a file was looked into when it came."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def routes(self) -> list[Route]:
        """The address of a file."""
        return [Route("/files/{name}", self.file)]

    async def file(self, request: Request) -> Response:
        """404 for a name that is none, 503 while the store is away."""
        name = request.path_params["name"]
        try:
            content = await self._files.get(name)
        except Refused:
            return PlainTextResponse("no such file", 404)
        except Unavailable:
            return PlainTextResponse("the store is away; try again in a moment", 503, {"retry-after": "5"})
        kind = SHOWN.get(name.rpartition(".")[2])
        how = "inline" if kind else "attachment"
        headers = {"content-disposition": f'{how}; filename="{name}"'}
        return Response(content, media_type=kind or "application/octet-stream", headers=headers)
