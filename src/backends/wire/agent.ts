import { Agent } from 'undici'

/**
 * The connections to one backend. Time is kept by whoever waits for content, so undici's own timers for headers and
 * bodies are off. An idle connection is closed before common servers do it themselves (after 5 s), so that no request
 * is written into a closing one.
 */
export function createAgent(connectSeconds: number): Agent {
  return new Agent({
    connect: { timeout: connectSeconds * 1000 },
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    pipelining: 1,
    allowH2: false,
  })
}
