# Dashboard and service of Equipoise. Build: docker build -t equipoise .
# The dashboard:  docker run -p 8501:8501 -v equipoise:/home/equipoise equipoise
# The service:    docker run -p 8000:8000 -v equipoise:/home/equipoise -e EQUIPOISE_API_KEY=... equipoise \
#                   python -m recsys_core serve --decision NAME --host 0.0.0.0
FROM python:3.11.14-slim-bookworm AS build
# implicit is compiled where no wheel fits
RUN apt-get update && apt-get install --yes --no-install-recommends build-essential && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/equipoise
ENV PATH=/opt/equipoise/bin:$PATH
WORKDIR /src
COPY requirements.txt ./
# A build argument of pip, such as PIP_EXTRA_INDEX_URL, chooses a PyTorch without CUDA
ARG PIP_EXTRA_INDEX_URL
RUN pip install --no-cache-dir -r requirements.txt
COPY pyproject.toml README.md LICENSE app.py ./
COPY .streamlit .streamlit
COPY pages pages
COPY sample_data sample_data
COPY recsys_core recsys_core
RUN pip install --no-cache-dir --no-deps .

FROM python:3.11.14-slim-bookworm
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 equipoise
COPY --from=build /opt/equipoise /opt/equipoise
ENV PATH=/opt/equipoise/bin:$PATH PYTHONUNBUFFERED=1
USER equipoise
WORKDIR /home/equipoise
EXPOSE 8501 8000
CMD ["equipoise", "--server.address", "0.0.0.0", "--server.port", "8501", "--server.headless", "true"]
