import { Agent } from 'undici'

/**
 * The connections to one backend. Time is kept by whoever waits for content, so undici's own timers for headers and
 * bodies are off. An idle connection is closed before common servers do it themselves (after 5 s), so that no request
 * is written into a closing one.
 */
export function createAgent(connectSeconds: number): Agent {
  return new Agent({
    ...untimed(connectSeconds),
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
  })
}

/**
 * Connections for one request each, for servers that close what they have just promised to keep. They are not asked to:
 * a connection that is to be closed is told apart less well from one that broke.
 */
export function createBriefAgent(connectSeconds: number): Agent {
  return new Agent({
    ...untimed(connectSeconds),
    keepAliveTimeout: 1,
    keepAliveTimeoutThreshold: LONGER_THAN_ANY_PROMISE_MS,
  })
}

const LONGER_THAN_ANY_PROMISE_MS = 86_400_000

function untimed(connectSeconds: number): Agent.Options {
  return {
    connect: { timeout: connectSeconds * 1000 },
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
    allowH2: false,
  }
}
