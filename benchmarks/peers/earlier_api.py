"""The webhook as an earlier system of this kind did it: FastAPI, Pydantic and ARQ.

Its door did no more than this for a text message: check the token, leave groups alone, mark the message id for a day
(`SET NX EX`), enqueue one job with chat, text, media address and id. Left out is what would only cost it time: logs,
and the counter of its limit of 50 messages a minute.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import uvicorn
from arq import create_pool
from arq.connections import RedisSettings
from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel

DAY = 86_400


class Sender(BaseModel):
    chatId: str
    sender: str
    senderName: str = ""


class Text(BaseModel):
    textMessage: str


class ExtendedText(BaseModel):
    text: str


class File(BaseModel):
    downloadUrl: str
    caption: str = ""
    mimeType: str = ""


class Message(BaseModel):
    typeMessage: str
    textMessageData: Text | None = None
    extendedTextMessageData: ExtendedText | None = None
    fileMessageData: File | None = None


class Notification(BaseModel):
    typeWebhook: str
    idMessage: str
    timestamp: int
    senderData: Sender
    messageData: Message


class Answer(BaseModel):
    status: str
    detail: str | None = None


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.redis = await create_pool(RedisSettings.from_dsn(os.environ["REDIS_URL"]))
    yield
    await app.state.redis.aclose()


app = FastAPI(lifespan=lifespan)


@app.post("/webhook")
async def webhook(told: Notification, authorization: Annotated[str, Header()] = "") -> Answer:
    if authorization != f"Bearer {os.environ['TOKEN']}":
        raise HTTPException(403)
    if told.typeWebhook != "incomingMessageReceived" or told.senderData.chatId.endswith("@g.us"):
        return Answer(status="ignored")
    redis = app.state.redis
    if not await redis.set(f"webhook:{told.idMessage}", "1", ex=DAY, nx=True):
        return Answer(status="processing_message", detail="duplicate")
    message = told.messageData
    text, media = "", None
    if message.textMessageData is not None:
        text = message.textMessageData.textMessage
    elif message.extendedTextMessageData is not None:
        text = message.extendedTextMessageData.text
    elif message.fileMessageData is not None:
        text, media = message.fileMessageData.caption, message.fileMessageData.downloadUrl
    await redis.enqueue_job("process_message", told.senderData.chatId, text, media, told.idMessage)
    return Answer(status="processing_message")


if __name__ == "__main__":
    uvicorn.run(
        app, port=int(os.environ["PORT"]), loop="uvloop", http="httptools", log_level="warning", access_log=False
    )
