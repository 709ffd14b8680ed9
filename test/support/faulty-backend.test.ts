import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FAULT_MODES } from './faults.ts'
import type { FaultyBackend } from './faulty-backend.ts'
import { startFaultyBackend } from './faulty-backend.ts'

let backend: FaultyBackend

beforeAll(async () => {
  backend = await startFaultyBackend()
})

afterAll(() => backend.close())

function post(mode: string): Promise<Response> {
  const url = `http://127.0.0.1:${backend.port}/${mode}/v1/chat/completions`
  return fetch(url, { method: 'POST', body: '{}' })
}

function look(path: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${backend.port}/${path}`)
}

describe('faulty backend', () => {
  it('has 49 ways to misbehave', () => {
    expect(new Set(FAULT_MODES).size).toBe(49)
  })

  it('answers well in the healthy modes', async () => {
    const answer = (await (await post('okjson')).json()) as { choices: { message: object }[] }
    expect(answer.choices[0]?.message).toEqual({ role: 'assistant', content: 'hi' })
    const stream = await (await post('ok')).text()
    expect(stream.match(/"content":"t\d"/g)).toHaveLength(3)
    expect(stream.endsWith('data: [DONE]\n\n')).toBe(true)
  })

  it('breaks off, lies and refuses in the others', async () => {
    await expect(post('accept_then_rst')).rejects.toThrow()
    await expect((await post('fin_mid_event')).text()).rejects.toThrow()
    expect((await post('s429')).headers.get('retry-after')).toBe('2')
    expect((await post('no_such_mode')).status).toBe(503)
  })

  it('lists a model under every mode, and counts only POSTs as requests', async () => {
    const before = { ...backend.stats }
    const list = (await (await look('never_answers/v1/models')).json()) as { data: object[] }
    expect(list.data).toMatchObject([{ id: 'never_answers', object: 'model' }])
    expect((await look('never_answers/api/version')).status).toBe(404)
    expect(backend.stats).toMatchObject({ requests: before.requests, looks: before.looks + 2 })
  })

  it('lists the ids it was given', async () => {
    const named = await startFaultyBackend(0, ['a', 'b'])
    const response = await fetch(`http://127.0.0.1:${named.port}/ok/v1/models`)
    expect(await response.json()).toMatchObject({ data: [{ id: 'a' }, { id: 'b' }] })
    named.close()
  })

  it('waits for the whole of a body that comes in chunks', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"a":'))
        setTimeout(() => {
          controller.enqueue(new TextEncoder().encode('1}'))
          controller.close()
        }, 20)
      },
    })
    const url = `http://127.0.0.1:${backend.port}/okjson/v1/chat/completions`
    const response = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(response.status).toBe(200)
    await response.text()
    expect((await post('okjson')).status).toBe(200)
  })
})
