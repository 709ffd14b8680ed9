import { GatewayError } from '../../contracts/errors.ts'
import { type HttpAnswer, httpCall } from './http-call.ts'
import { jsonIn } from './json-call.ts'
import type { Link } from './link.ts'

/** What no server of another kind answers at this path. */
interface KindSign {
  readonly kind: string
  readonly title: string
  readonly path: string
  is(answer: HttpAnswer): boolean
}

export const ollamaSign: KindSign = {
  kind: 'ollama',
  title: 'an Ollama server',
  path: '/',
  is: ({ status, body }) => status === 200 && body.toString('utf8') === 'Ollama is running',
}

export const llamaCppSign: KindSign = {
  kind: 'llama.cpp',
  title: 'a llama.cpp server',
  path: '/props',
  is: ({ headers, body }) =>
    headers['server'] === 'llama.cpp' || 'default_generation_settings' in Object(jsonIn(body)),
}

const TIMEOUT_MS = 2_000

/** Throws a GatewayError when a server of that other kind has come to answer at a backend's url. */
export async function refuseOtherKind(
  { agent, settings }: Link,
  sign: KindSign,
  signal: AbortSignal,
): Promise<void> {
  const call = { method: 'GET', path: sign.path, timeoutMs: TIMEOUT_MS, signal } as const
  const answer = await httpCall(agent, settings, call).catch(() => undefined)
  signal.throwIfAborted()
  if (answer === undefined || !sign.is(answer)) return
  const { name, kind } = settings
  throw new GatewayError(
    'upstream_invalid_response',
    `The backend ${name} is configured as kind "${kind}", but ${sign.title} answers at its url: set its kind to "${sign.kind}".`,
    { backend: name },
  )
}
