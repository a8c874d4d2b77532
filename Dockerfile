# The app alone, for deploy/compose.yaml, deploy/kubernetes.yaml or `docker run --publish 8501:8501`.
# Every Python package is pinned by its hash. The base image is pinned by version only; to pin it by content too, append
# the digest that `docker buildx imagetools inspect python:3.11-slim-bookworm` prints: python:3.11-slim-bookworm@sha256:…

FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes --requirement requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STREAMLIT_SERVER_FILE_WATCHER_TYPE=none \
    STREAMLIT_SERVER_HEADLESS=true
WORKDIR /app
COPY --from=packages /venv /venv
COPY app.py asgi.py LICENSE ./
COPY .streamlit .streamlit
COPY pages pages
COPY viz viz
RUN PYTHONDONTWRITEBYTECODE= python -m compileall -q viz
USER 10001:10001
EXPOSE 8501
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=2)"]
CMD ["streamlit", "run", "asgi.py"]
