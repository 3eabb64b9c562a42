# Wheels only, each checked against its hash; nothing is built, so no build tools are needed.
FROM python:3.13-slim AS packages
COPY requirements.lock /
RUN python -m venv /packages \
    && /packages/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /requirements.lock

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home yoldash \
    && install -d -o yoldash -g yoldash -m 700 /data
COPY --from=packages /packages /packages
WORKDIR /app
COPY bot bot
COPY faq faq
COPY locales locales
USER yoldash
ENV PATH=/packages/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    BOT_DATA_DIR=/data \
    BOT_HTTP_HOST=0.0.0.0
# Learns from the answers now, so that every start is quick.
RUN python -m bot ask "hello" > /dev/null
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ.get('BOT_HTTP_PORT', '8080')}/healthz\", timeout=4)"]
CMD ["python", "-m", "bot", "run"]
