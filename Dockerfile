# syntax=docker/dockerfile:1

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages bring a Node for machines without one; this image has its own.
RUN npm ci --omit=dev --omit=optional

FROM node:24-slim
ENV NODE_ENV=production \
    ROUTER_HOST=0.0.0.0 \
    ROUTER_DATABASE_URL=sqlite:////data/router.db
COPY --from=packages /app/node_modules /app/node_modules
COPY package.json LICENSE THIRD-PARTY.md ENV_DEFAULT smarterrouter.example.yaml /app/
COPY src /app/src
# All that is ever written lies in /data; smarterrouter.yaml and .env are looked for there too.
RUN install -d -o 1000 -g 1000 /data /app/node_modules/.cache
USER 1000:1000
# Compiles once what every start and every health check would compile anew.
RUN ["node", "/app/src/main.ts", "--version"]
WORKDIR /data
VOLUME /data
EXPOSE 11436
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s --retries=3 \
    CMD ["node", "/app/src/main.ts", "status", "--json"]
ENTRYPOINT ["node", "/app/src/main.ts"]
CMD ["serve"]
