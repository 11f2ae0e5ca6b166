# The served image: the web service and the embedded engine, without torch.
FROM python:3.12-slim AS builder

WORKDIR /build
RUN python -m venv /opt/venv
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY src ./src
RUN /opt/venv/bin/pip install --no-cache-dir --constraint constraints.txt '.[postgres]'

FROM python:3.12-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --shell /usr/sbin/nologin buddy \
    && mkdir -p /app/model /app/data /app/cache \
    && chown buddy:buddy /app/data /app/cache

COPY --from=builder /opt/venv /opt/venv
COPY docs/lab /app/docs/lab

ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BUDDY_DATABASE="sqlite:////app/data/buddy.db" \
    XDG_CACHE_HOME=/app/cache

WORKDIR /app
USER buddy
# The index over the written examples, made once: a container starts in two seconds, also where its files are read-only.
RUN python -c "from interviewbuddy.engines import sample_bank; sample_bank()"
VOLUME ["/app/model", "/app/data"]
EXPOSE 5000

HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5000/healthz', timeout=4)"]

# A bundle mounted at /app/model answers; without one, the written examples do. Further arguments go to `buddy serve`.
ENTRYPOINT ["sh", "-c", "if [ -f /app/model/bundle.json ]; then set -- --model /app/model \"$@\"; fi; exec buddy serve --host 0.0.0.0 --port 5000 \"$@\"", "buddy"]
