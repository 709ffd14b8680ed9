import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Writable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createLog, type Log, type LogOptions } from './log.ts'
import { logRequests } from './request-log.ts'
import { requestRecord } from './request-record.fixture.ts'

const SECRET = 'canary-0123456789'

function captured(options: Partial<LogOptions> = {}): { log: Log; lines: () => string[] } {
  const chunks: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  const defaults = { level: 'info', format: 'json', secrets: [SECRET], stream } as const
  const log = createLog({ ...defaults, ...options })
  return { log, lines: () => chunks.join('').split('\n').slice(0, -1) }
}

function everyWay(log: Log): void {
  const cause = new Error(`cause ${SECRET}`)
  log.info(`message ${SECRET}`)
  log.info({ deep: [{ er: { still: SECRET } }] }, 'nested')
  log.info({ [SECRET]: 1 }, 'a name')
  log.error({ err: new Error(`error ${SECRET}`, { cause }) }, 'error with cause')
  log.error(Object.assign(new Error('with properties'), { headers: { 'x-key': SECRET } }))
  log.info({ headers: { authorization: `Bearer ${SECRET}`, cookie: `a=${SECRET}` } }, 'headers')
  log.info({ url: `http://u:${encodeURIComponent(SECRET)}@h/?k=${btoa(SECRET)}` }, 'url')
  log.child({ bound: SECRET }).warn('child')
}

describe.each(['json', 'text'] as const)('%s lines', (format) => {
  it('let no secret through, wherever it was put', () => {
    const { log, lines } = captured({ format })
    everyWay(log)
    expect(lines()).toHaveLength(8)
    const all = lines().join('\n')
    for (const form of [SECRET, btoa(SECRET).slice(0, -2), 'canary-0']) {
      expect(all).not.toContain(form)
    }
  })

  it('are one per record and carry nothing that steers a terminal', () => {
    const { log, lines } = captured({ format })
    const attack =
      'a\n{"level":"fatal"}\r\n\u001b[31mred\u0000\u0085\u009b2J\u202egnp\u2028\u2066end'
    log.info({ field: attack, [attack]: 1, err: new Error(attack) }, attack)
    expect(lines()).toHaveLength(1)
    expect(lines().join('')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u)
  })

  it('are the same written together and one by one', () => {
    const { log, lines } = captured({ format })
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(SECRET, 'token', 'a', 'http://u:p@h/?q', 'Bearer abcdef', '-----BEGIN', '\n'),
      fc.record({ password: fc.string(), key: fc.double() }, { requiredKeys: [] }),
    )
    const record = fc.record({ time: fc.string(), a: value, msg: value })
    let written = 0
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
        log.writeAll(records)
        for (const one of records) log.writeAll([one])
        const added = lines().slice(written)
        written += added.length
        expect(added).toHaveLength(2 * records.length)
        expect(added.slice(0, records.length)).toEqual(added.slice(records.length))
        expect(added.join('\n')).not.toContain(SECRET)
      }),
    )
  })

  it('are given up and counted when nobody reads', () => {
    const stream = new Writable({ highWaterMark: 1, write: () => undefined })
    const { log } = captured({ format, stream })
    const line = 'x'.repeat(300_000)
    for (let count = 0; count < 20; count += 1) log.info(line)
    const before = log.dropped()
    expect(before).toBeGreaterThan(10)
    log.writeAll([{ msg: line }, { msg: line }])
    expect(log.dropped()).toBe(before + 2)
    expect(stream.writableLength).toBeLessThan(2_000_000)
  })

  it('are counted when the stream fails', async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) })
    const { log } = captured({ format, stream })
    log.info('lost')
    await new Promise(setImmediate)
    log.info('lost too')
    await new Promise(setImmediate)
    expect(log.dropped()).toBe(2)
  })
})

describe('json lines', () => {
  it('name level, time and message', () => {
    const { log, lines } = captured()
    log.warn({ backend: 'ollama' }, 'does not answer')
    const [line] = lines().map((text) => JSON.parse(text))
    expect(line).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      backend: 'ollama',
      msg: 'does not answer',
    })
  })

  it.each(['1234', '::::', '":"a', 'info', 'true', '{"level'])(
    'stay JSON when a secret is %s',
    (secret) => {
      const { log, lines } = captured({ secrets: [secret] })
      log.info({ at: 112_341, flag: true, password: 5678, a: 'a', text: `x${secret}y` }, 'm')
      expect(lines()).toHaveLength(1)
      const line = lines().join('')
      expect(() => JSON.parse(line)).not.toThrow()
      expect(line).not.toContain(JSON.stringify(secret).slice(1, -1))
      expect(line).not.toContain('5678')
    },
  )

  it('keep text outside ASCII', () => {
    const { log, lines } = captured()
    log.info('grüße 你好 👩‍👩‍👧')
    expect(lines().join('')).toContain('grüße 你好 👩‍👩‍👧')
  })
})

it('text lines are for people', () => {
  const { log, lines } = captured({ format: 'text' })
  log.info({ model: 'qwen2.5:7b', reason: 'loaded, 1.2 s', status: 200, none: undefined }, 'done')
  expect(lines().join('')).toMatch(
    /^\S+Z INFO {2}done model=qwen2\.5:7b reason="loaded, 1\.2 s" status=200$/,
  )
})

it('lines below the level are not written', () => {
  const { log, lines } = captured({ level: 'warn' })
  log.info('quiet')
  log.warn('loud')
  expect(lines()).toHaveLength(1)
})

describe('the line of a request', () => {
  it('has what happened', () => {
    const { log, lines } = captured()
    const failed = { model: 'a', backend: 'b', outcome: 'error', sent: true, totalMs: 1 } as const
    const { attempts } = requestRecord()
    logRequests(log, [
      requestRecord({ id: 'one', totalMs: 1234.5678 }),
      requestRecord({
        id: 'two',
        outcome: 'error',
        stream: false,
        attempts: [failed, ...attempts],
      }),
    ])
    const parsed = lines().map((line) => JSON.parse(line))
    expect(parsed.map(({ id }) => id)).toEqual(['one', 'two'])
    expect(parsed[0]).toMatchObject({
      msg: '/v1/chat/completions 200',
      model: 'qwen2.5:7b',
      totalMs: 1234.57,
    })
    expect(parsed.map((line) => line.attempts?.length)).toEqual([undefined, 2])
    expect(parsed.map(({ outcome, stream }) => [outcome, stream])).toEqual([
      [undefined, true],
      ['error', undefined],
    ])
    expect(parsed[1].attempts[0]).toEqual({ model: 'a', backend: 'b', outcome: 'error' })
  })

  it('is not made when nobody wants it', () => {
    const { log, lines } = captured({ level: 'warn' })
    logRequests(log, [requestRecord()])
    expect(lines()).toEqual([])
  })
})

/** A process that logs to a standard output of which only the first kilobytes are read. */
async function childLogging(
  afterFirst: (child: ReturnType<typeof spawn>) => void,
): Promise<string> {
  const program = `
    import { createLog } from '${new URL('./log.ts', import.meta.url)}'
    const log = createLog({ level: 'info', format: 'text', secrets: [], stream: process.stdout })
    let rounds = 0
    const timer = setInterval(() => {
      for (let n = 0; n < 500; n++) log.info({ n }, 'x'.repeat(1000))
      if (log.dropped() === 0 && ++rounds < 500) return
      clearInterval(timer)
      process.stderr.write('alive, dropped ' + (log.dropped() > 0), () => process.exit(0))
    }, 1)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program])
  onTestFinished(() => void child.kill())
  let said = ''
  child.stderr.on('data', (data) => {
    said += String(data)
  })
  child.stdout.once('readable', () => afterFirst(child))
  await once(child, 'close')
  return said
}

describe('standard output', () => {
  it('may be closed', async () => {
    expect(await childLogging((child) => child.stdout?.destroy())).toBe('alive, dropped true')
  })

  it('may stop being read', async () => {
    const said = await childLogging((child) => {
      child.stdout?.pause()
      child.once('exit', () => child.stdout?.destroy())
    })
    expect(said).toBe('alive, dropped true')
  })
})
