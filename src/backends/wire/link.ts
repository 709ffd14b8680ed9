import type { Agent } from 'undici'
import type { BackendSettings } from '../../contracts/backend.ts'
import { jsonCall } from './json-call.ts'

/** The way to one backend. */
export interface Link {
  readonly agent: Agent
  readonly settings: BackendSettings
}

/** For whatever a server answers from memory. */
export const LOOK_TIMEOUT_MS = 10_000

/** The JSON value at a path. Throws a GatewayError for every other answer, and when there is none in 10 s. */
export function getJson(
  { agent, settings }: Link,
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  return jsonCall(agent, settings, { method: 'GET', path, timeoutMs: LOOK_TIMEOUT_MS, signal })
}

export interface Order {
  readonly path: string
  readonly body: object
  readonly timeoutMs: number
}

/** What a server answers to an order. Throws a GatewayError for everything but JSON of a success. */
export function postJson(
  { agent, settings }: Link,
  { path, body, timeoutMs }: Order,
  signal: AbortSignal,
): Promise<unknown> {
  return jsonCall(agent, settings, { method: 'POST', path, body, timeoutMs, signal })
}
