import { expect } from 'vitest'
import type { ServerInput } from '../engine/description.ts'

export const KEY = 'sk-ant-simulated'
export const HEADERS = { 'x-api-key': KEY, 'anthropic-version': '2023-06-01' }
/** A server with a model that can do all, one that can do little and one that takes its time. */
export const DESCRIPTION: ServerInput = {
  apiKey: KEY,
  maxQueue: 0,
  refuses: ['top_k'],
  models: [
    { name: 'claude-sim', talents: ['tools', 'vision', 'thinking'], maxOutput: 8192 },
    { name: 'claude-plain', extra: { display_name: 'Plain' } },
    { name: 'claude-slow', speed: { decode: 0.001 } },
    { name: 'embed', role: 'embedding' },
  ],
}

export const PNG = { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } as const

export function user(text: string): { role: 'user'; content: string } {
  return { role: 'user', content: text }
}

/** The parameters of a request that says one thing. */
export function say(text: string) {
  return { model: 'claude-sim', max_tokens: 4096, messages: [user(text)] }
}

const weather = {
  name: 'weather',
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } },
}
export const time = { name: 'time', input_schema: { type: 'object' as const } }
export const tools = [weather, time]

/** Sends a body to a URL; an SDK would put more around it. */
export function post(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = HEADERS,
): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { ...headers }, body: JSON.stringify(body) })
}

interface ErrorBody {
  readonly type: string
  readonly error: { readonly type: string; readonly message: string }
  readonly request_id: string
}

/** The words of a refusal, once its form is proven. */
export async function refused(response: Response, status = 400): Promise<string> {
  const text = await response.text()
  expect(response.status, text).toBe(status)
  const body = JSON.parse(text) as ErrorBody
  expect(body.type).toBe('error')
  expect(body.request_id).toMatch(/^req_\w+$/)
  expect(response.headers.get('request-id')).toBe(body.request_id)
  return `${body.error.type}: ${body.error.message}`
}

interface Frame {
  readonly event: string
  readonly data: { readonly type: string; readonly delta?: object; readonly content_block?: object }
}

/** The events of a streamed answer, each with its name. */
export async function frames(response: Response): Promise<readonly Frame[]> {
  const parts = (await response.text()).split('\n\n').filter((part) => part !== '')
  return parts.map((part) => {
    const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? []
    return { event, data: JSON.parse(data) as Frame['data'] }
  })
}
