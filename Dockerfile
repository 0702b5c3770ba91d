# The image of every process of docker-compose.yml that is Readout's own.
FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 READOUT_DATA=/data
WORKDIR /readout
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --only-binary=:all: -r requirements.txt
COPY . .
RUN useradd --system --uid 10001 readout && install -d -o readout -g readout /data
USER readout
VOLUME /data
