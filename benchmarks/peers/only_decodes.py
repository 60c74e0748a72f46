"""A Litestar route that decodes the body and answers: what the framework costs, with nothing done at all."""

import os
from typing import Any

import uvicorn
from litestar import Litestar, post


@post("/webhook", status_code=200)
async def webhook(data: dict[str, Any]) -> dict[str, str]:
    return {"status": "stored" if data else "empty"}


app = Litestar([webhook], openapi_config=None, logging_config=None)

if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]), loop="uvloop", http="httptools", log_config=None, access_log=False)
