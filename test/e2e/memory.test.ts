import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientRequest, readUntil } from '../support/client-request.ts'
import { type RecordingBackend, recordingBackend } from '../support/recording-backend.ts'
import { type ChatBody, eventsOf, json, until } from '../support/router.ts'
import { runRouter, scratchFolder } from '../support/router-process.ts'
import { eventually, type Simulator, startSimulator } from '../support/simulators.ts'
import { bytesIn, type Stored, storedIn } from '../support/stored.ts'
import type { Chunk } from '../support/streamed.ts'

let first: Simulator
let second: Simulator

beforeAll(async () => {
  const models = [
    { name: 'shared-chat:8b', parameters: 8, speed: { decode: 200 } },
    { name: 'some-embed', role: 'embedding' as const },
  ]
  const openai = { slots: 8, models }
  first = await startSimulator('openai', openai)
  second = await startSimulator('openai', openai)
})
afterAll(async () => {
  await first?.stop()
  await second?.stop()
})

/** A router of its own process, with both simulators. */
async function startRouterIn(folder: string, env: Readonly<Record<string, string>> = {}) {
  const router = runRouter(['--port', '0'], { folder, env })
  const url = await router.address()
  await until(async () => (await fetch(`${url}/ready`)).ok)
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const chat = (content: string, more: object = {}, headers: Record<string, string> = {}) =>
    post('/v1/chat/completions', { messages: [{ role: 'user', content }], ...more }, headers)
  return { ...router, url, post, chat }
}

function folderWith(...more: readonly string[]): string {
  const yaml = [
    'backends:',
    `  - { name: first, kind: openai, url: '${first.url}' }`,
    `  - { name: second, kind: openai, url: '${second.url}' }`,
    ...more,
  ]
  return scratchFolder({ 'smarterrouter.yaml': yaml.join('\n') })
}

describe('what happened', () => {
  it('is one row per request and one per attempt, however it ended', async () => {
    const folder = folderWith()
    const router = await startRouterIn(folder)
    const tagged = (id: string) => ({ 'x-request-id': id })
    const ids = new Map<string, string>()
    const keep = (name: string, id: string | undefined) => ids.set(name, id ?? '')

    const whole = await router.chat('[[say:Yes.]]', { model: 'shared-chat:8b' }, tagged('whole'))
    keep('whole', (await json<ChatBody>(whole)).id)

    const streamed = await router.chat('[[tokens:5]]', { stream: true }, tagged('streamed'))
    keep('streamed', (eventsOf(await streamed.text())[0] as Chunk).id)

    const embedding = await router.post(
      '/v1/embeddings',
      { input: 'x', model: 'some-embed@second' },
      tagged('embedding'),
    )
    expect(embedding.status).toBe(200)

    const unknown = await router.chat('?', { model: 'nobody' }, tagged('unknown'))
    expect(unknown.status).toBe(404)

    await first.control({ fail: { mode: 'status', status: 500 } })
    await second.control({ fail: { mode: 'status', status: 500, times: 1 } })
    const failed = await router.chat('?', { model: 'shared-chat:8b' }, tagged('failed'))
    expect(failed.status).toBe(502)
    const body = { model: 'shared-chat:8b' }
    const rescued = await router.chat('[[say:I did.]]', body, tagged('rescued'))
    keep('rescued', (await json<ChatBody>(rescued)).id)
    await first.control({ fail: null })
    await second.control({ fail: null })

    await first.control({ fail: { mode: 'error_mid_stream', after: 2, times: 1 } })
    const pinned = { model: 'shared-chat:8b@first', stream: true }
    const broken = await router.chat('[[tokens:9]]', pinned, tagged('broken'))
    keep('broken', (eventsOf(await broken.text())[0] as Chunk).id)

    const long = { ...pinned, messages: [{ role: 'user', content: '[[tokens:2000]]' }] }
    const leaver = clientRequest(`${router.url}/v1/chat/completions`, long, tagged('left-midway'))
    const heard = await readUntil(await leaver.response, '"content":"')
    keep('left-midway', (eventsOf(heard)[0] as Chunk).id)
    leaver.leave()
    await eventually(first, ({ open }) => open === 0)

    const before = await first.control({ fail: { mode: 'hang_before_headers', times: 1 } })
    const early = clientRequest(`${router.url}/v1/chat/completions`, long, tagged('left-early'))
    await eventually(first, ({ open }) => open > before.open)
    early.leave()
    await eventually(first, ({ open }) => open === 0)

    router.child.kill('SIGTERM')
    expect((await router.ended).code).toBe(0)

    const rows = storedIn(folder)
    const byName = new Map(rows.map((row) => [row.request_id, row]))
    expect(rows).toHaveLength(9)
    for (const [name, id] of ids) expect([name, byName.get(name)?.id]).toEqual([name, id])
    expect(summary(byName.get('whole'))).toEqual([200, 'ok', null, ['ok']])
    expect(summary(byName.get('streamed'))).toEqual([200, 'ok', null, ['ok']])
    expect(summary(byName.get('embedding'))).toEqual([200, 'ok', null, ['ok']])
    expect(summary(byName.get('unknown'))).toEqual([404, 'error', 'model_not_found', []])
    expect(summary(byName.get('failed'))).toEqual([
      502,
      'error',
      'upstream_error',
      ['error', 'error'],
    ])
    expect(summary(byName.get('rescued'))).toEqual([200, 'ok', null, ['error', 'ok']])
    expect(summary(byName.get('broken'))).toEqual([200, 'partial', 'upstream_error', ['partial']])
    for (const name of ['left-midway', 'left-early']) {
      expect(summary(byName.get(name))).toEqual([
        499,
        'client_left',
        'client_left',
        ['client_left'],
      ])
    }
    expect(byName.get('streamed')).toMatchObject({
      endpoint: '/v1/chat/completions',
      requested_model: null,
      model: 'shared-chat:8b',
      stream: 1,
      tokens_in: expect.any(Number),
      tokens_out: 5,
      first_content_ms: expect.any(Number),
      reason: expect.stringMatching(/quality/),
    })
    expect(byName.get('embedding')?.id).toMatch(/^embd-\w{22}$/)
    expect(byName.get('rescued')).toMatchObject({
      backend: 'second',
      attempts: [
        { backend: 'first', code: 'upstream_error', sent: 1, position: 0 },
        { backend: 'second', code: null, sent: 1, position: 1 },
      ],
    })
    for (const { at, total_ms } of rows) {
      expect(Math.abs(Date.now() - at)).toBeLessThan(60_000)
      expect(total_ms).toBeGreaterThan(0)
    }
  })

  it('outlives kill -9 but for the last moments, and the next start goes on with it', async () => {
    const folder = folderWith()
    const killed = await startRouterIn(folder)
    const ask = async (count: number): Promise<readonly string[]> => {
      const all = Array.from({ length: count }, () => killed.chat('[[say:Yes.]]'))
      return Promise.all(
        (await Promise.all(all)).map(async (one) => (await json<ChatBody>(one)).id),
      )
    }
    const kept = await ask(20)
    await until(() => storedIn(folder).length === kept.length)
    const atRisk = await ask(5)
    killed.child.kill('SIGKILL')
    await killed.ended

    const next = await startRouterIn(folder)
    expect(next.wrote.stderr).toBe('')
    const after = (await json<ChatBody>(await next.chat('[[say:Again.]]'))).id
    await until(() => storedIn(folder).some(({ id }) => id === after))
    const ids = storedIn(folder).map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining([...kept, after]))
    expect(ids.filter((id) => !kept.includes(id) && id !== after && !atRisk.includes(id))).toEqual(
      [],
    )
    next.child.kill('SIGTERM')
    expect((await next.ended).code).toBe(0)
    const database = new DatabaseSync(join(folder, 'data', 'router.db'))
    expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
    database.close()
  })
})

describe('what is nobody’s business', () => {
  const SECRETS = {
    backendKey: 'backend-key-3fH8kQ2pXz',
    backendHeader: 'header-value-7gT5rW1mNc',
    adminKey: 'admin-key-9sD4vB6jLy',
    clientKey: 'client-key-2wE8nU5cRk',
    wrongKey: 'wrong-key-6yP1aM3dHt',
    system: 'systemprompt5kJ2',
    prompt: 'userprompt8vN4',
    answer: 'modelanswer3qZ7',
    tool: 'toolargument6hW9',
    image: 'aW1hZ2VieXRlczFsRjU',
    embedding: 'embeddinginput4tX2',
    query: 'queryvalue1bG6',
  }
  let echoing: RecordingBackend

  beforeAll(async () => {
    echoing = await recordingBackend(['echo-chat:8b'])
    // Some backends repeat in their errors whatever they were sent.
    echoing.answerWith((response, { headers, bytes }) => {
      const message = `Bad: ${headers.authorization} ${headers['x-extra']} ${bytes.toString()}`
      response.writeHead(JSON.parse(bytes.toString()).user === 'rejected' ? 400 : 401)
      response.end(JSON.stringify({ error: { message } }))
    })
  })
  afterAll(() => echoing?.close())

  it.each(['text', 'json'])('is in no log line (%s) and no row', async (format) => {
    const { backendKey, backendHeader, adminKey, clientKey, wrongKey, query } = SECRETS
    const folder = folderWith(
      '  - name: echoing',
      '    kind: openai',
      `    url: '${echoing.url}'`,
      `    api_key: ${backendKey}`,
      `    headers: { x-extra: ${backendHeader} }`,
      `admin_api_key: ${adminKey}`,
      `api_key: ${clientKey}`,
    )
    const router = runRouter(['--port', '0'], {
      folder,
      env: { ROUTER_LOG_LEVEL: 'trace', ROUTER_LOG_FORMAT: format },
    })
    const listening = /listening.*|"address":"[^"]+"/
    await until(() => listening.test(router.wrote.stdout))
    const url =
      /http:\/\/127\.0\.0\.1:\d+/.exec(listening.exec(router.wrote.stdout)?.[0] ?? '')?.[0] ?? ''
    const authorization = { authorization: `Bearer ${clientKey}` }
    const post = (path: string, body: object, headers: Record<string, string> = authorization) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    const admin = (path: string) =>
      fetch(url + path, { headers: { authorization: `Bearer ${adminKey}` } })
    await until(async () => (await (await admin('/admin/models')).text()).includes('echo-chat:8b'))

    const messages = [
      { role: 'system', content: SECRETS.system },
      { role: 'user', content: `${SECRETS.prompt} [[say:${SECRETS.answer}]]` },
    ]
    const chat = `/v1/chat/completions?token=${query}`
    const seen: string[] = []
    for (const [body, headers] of [
      [{ messages }, authorization],
      [{ messages, stream: true }, { 'x-api-key': clientKey }],
      [{ messages }, { 'api-key': wrongKey }],
      [{ messages }, { authorization: `Basic ${wrongKey}` }],
      [{ messages, model: 'echo-chat:8b' }, authorization],
      [{ messages, model: 'echo-chat:8b', stream: true }, authorization],
      [{ messages, model: 'echo-chat:8b', user: 'rejected' }, authorization],
      [{ messages, model: 'shared-chat:8b', max_tokens: 'many' }, authorization],
      [
        { messages: [...messages, toolCall(SECRETS.tool), toolResult(SECRETS.tool)] },
        authorization,
      ],
      [{ messages: [image(SECRETS.image)] }, authorization],
    ] as const) {
      await (await post(chat, body, headers as Record<string, string>)).text()
    }
    await (await post(`/v1/embeddings?key=${query}`, { input: SECRETS.embedding })).text()
    await (await post('/v1/chat/completions', [SECRETS.prompt])).text()
    await (await fetch(`${url}/nowhere?x=${query}`)).text()
    await (
      await fetch(`${url}/admin/models?x=${query}`, { headers: { authorization: wrongKey } })
    ).text()
    for (const path of ['/admin/models', '/admin/backends']) {
      seen.push(await (await admin(`${path}?x=${query}`)).text())
    }
    seen.push(await (await fetch(`${url}/metrics?x=${query}`)).text())
    router.child.kill('SIGTERM')
    const { code, stdout, stderr } = await router.ended
    expect(code).toBe(0)
    expect(storedIn(folder).length).toBeGreaterThan(5)
    const places = { stdout, stderr, database: bytesIn(folder), seen: seen.join('\n') }
    for (const [place, text] of Object.entries(places)) {
      const found = Object.entries(SECRETS).filter(([, secret]) => text.includes(secret))
      expect([place, found]).toEqual([place, []])
    }
    expect(stdout).toContain('/v1/chat/completions 200')
  })
})

function summary(row: Stored | undefined): readonly unknown[] {
  return [row?.status, row?.outcome, row?.code, row?.attempts.map(({ outcome }) => outcome)]
}

function toolCall(value: string): object {
  const call = { name: 'look', arguments: JSON.stringify({ value }) }
  return { role: 'assistant', tool_calls: [{ id: 'call_1', type: 'function', function: call }] }
}

function toolResult(content: string): object {
  return { role: 'tool', tool_call_id: 'call_1', content }
}

function image(base64: string): object {
  const url = `data:image/png;base64,${base64}`
  return { role: 'user', content: [{ type: 'image_url', image_url: { url } }] }
}
