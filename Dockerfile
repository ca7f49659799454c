# Builds the program and puts it, alone, into an image without a shell.
# VERSION stamps it: docker build --build-arg VERSION=$(git describe --tags --always) .
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.stamp=${VERSION}" -o /out/warta ./cmd/warta \
 && mkdir -p /out/data

FROM gcr.io/distroless/static-debian12:nonroot
ARG VERSION=dev
LABEL org.opencontainers.image.title="Warta" \
      org.opencontainers.image.description="Search for Indonesia's election news" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=build /out/warta /usr/local/bin/warta
COPY --from=build --chown=65532:65532 /out/data /data
COPY LICENSE NOTICE /usr/share/doc/warta/
# All that is written goes to /data, and short-lived files to /tmp: the rest may be
# read-only (docker run --read-only --tmpfs /tmp).
ENV WARTA_ADDR=0.0.0.0:8080 WARTA_DATA=/data
USER 65532:65532
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s CMD ["/usr/local/bin/warta", "health"]
ENTRYPOINT ["/usr/local/bin/warta"]
CMD ["serve"]
