# syntax=docker/dockerfile:1
# One image for every service: `fixi api`, `fixi worker`, `fixi scheduler`, and the commands that look inside.
# It holds Python, what requirements.runtime.lock names (checked by hash), and Fixi. Nothing in it has to be written at
# run time but /var/lib/fixi, a volume: start it with a read-only root file system, as compose.yaml does. The health checks are in compose.yaml, one
# for each service, because an API, a worker and a scheduler show in different ways that they are well.

ARG PYTHON=python:3.13-slim-trixie

# ------------------------------------------------------------------------------------------------------------ build
FROM ${PYTHON} AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ONLY_BINARY=:all: \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /build

# What changes seldom comes first: the packages, which nobody's change of a source file fetches anew.
COPY requirements.build.lock requirements.runtime.lock ./
RUN python -m venv /build/tools \
    && /build/tools/bin/pip install --require-hashes -r requirements.build.lock \
    && python -m venv --without-pip /app/venv \
    && /build/tools/bin/pip --python /app/venv/bin/python install --require-hashes -r requirements.runtime.lock

# The wheel is made by the tools above and not by what pip would fetch for it.
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN /build/tools/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /build/wheels . \
    && /build/tools/bin/pip --python /app/venv/bin/python install --no-deps --no-index /build/wheels/*.whl \
    && /build/tools/bin/pip --python /app/venv/bin/python check

# ------------------------------------------------------------------------------------------------------------ image
FROM ${PYTHON}

# A number, so that a cluster can see that it is not root without reading the image's /etc/passwd.
RUN groupadd --system --gid 10001 fixi \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin fixi
COPY --from=build /app/venv /app/venv
# A volume that is new takes over whose the folder is: the simulated phones are kept here.
RUN install --directory --owner=10001 --group=10001 --mode=700 /var/lib/fixi

ENV PATH=/app/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    FIXI_LOG=json
WORKDIR /app
USER 10001:10001

ENTRYPOINT ["fixi"]
CMD ["--help"]
