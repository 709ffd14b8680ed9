// What the gateway costs beside a direct call and beside the least a Node proxy can do. Usage:
// npm run bench:overhead -- [--quick] [--rounds N] [--seconds S] [--only PART,...] [--json]
//   [--gateway-command 'CMD {port} {backend} {kind}']
// Parts: chat, messages, translated (rows of throughput), streams, leaving, starts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { CancelResult } from './overhead/cancellations.ts'
import { cellsOf, GROUPS } from './overhead/cells.ts'
import { jsonLine } from './overhead/json-line.ts'
import type { Measured } from './overhead/measured.ts'
import { Programs } from './overhead/programs.ts'
import { measureReadiness } from './overhead/readiness.ts'
import { remarks } from './overhead/remarks.ts'
import { type Stage, setStage, WAYS } from './overhead/stage.ts'
import { table } from './overhead/table.ts'
import { measureStreams } from './overhead/thousand-streams.ts'
import { type Effort, measureThroughput, type Throughput } from './overhead/throughput.ts'

const CANCELLATIONS = 100
const STARTS = 5
/** Time allowed for everything but the rounds of throughput. */
const REST_SECONDS = 180
const PARTS: readonly string[] = [...Object.keys(GROUPS), 'streams', 'leaving', 'starts']

interface Options extends Effort {
  readonly parts: ReadonlySet<string>
  /** Chunks of each of the 1,000 streams. */
  readonly chunks: number
  readonly json: boolean
  readonly gatewayCommand: string | undefined
}

const options = readOptions()
const programs = new Programs()
const folder = mkdtempSync(join(tmpdir(), 'smarterrouter-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(1))
}
const cells = cellsOf(options.parts)
limitTime(options)
const stage = await setStage(programs, {
  folder,
  command: options.gatewayCommand,
  messages: cells.some(({ group }) => GROUPS[group].backend === 'messages'),
})
const measured = await measure(stage, options)
process.stdout.write(`${heading(options)}\n\n${table(measured)}\n${remarks(measured)}`)
if (options.json) process.stdout.write(`${jsonLine(measured)}\n`)
process.exit(0)

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      'gateway-command': { type: 'string' },
    },
  })
  return {
    rounds: positive(values.rounds ?? (values.quick ? '1' : '5')),
    seconds: positive(values.seconds ?? (values.quick ? '0.3' : '1')),
    parts: readParts(values.only, values['gateway-command']),
    chunks: values.quick ? 25 : 60,
    json: values.json,
    gatewayCommand: values['gateway-command'],
  }
}

/** All by default, but those that a gateway's command cannot be started for. */
function readParts(only: string | undefined, command: string | undefined): ReadonlySet<string> {
  if (only === undefined) {
    const oneKind = command !== undefined && !command.includes('{kind}')
    return new Set(PARTS.filter((part) => part !== 'messages' || !oneKind))
  }
  const parts = only.split(',')
  const unknown = parts.find((part) => !PARTS.includes(part))
  if (unknown === undefined) return new Set(parts)
  throw new RangeError(`no such part: ${unknown}; there are ${PARTS.join(', ')}`)
}

function positive(text: string): number {
  const value = Number(text)
  if (value > 0) return value
  throw new RangeError(`not a positive number: ${text}`)
}

/** Whatever hangs, the benchmark ends. */
function limitTime({ rounds, seconds }: Effort): void {
  const expected = (rounds + 1) * cells.length * WAYS.length * seconds
  const limit = 2 * expected + REST_SECONDS
  const stop = (): never => {
    throw new Error(`not done after ${limit} s`)
  }
  setTimeout(stop, limit * 1_000).unref()
}

/** Streams first: full load grows a heap for good. Starts last: they end the gateway. */
async function measure(stage: Stage, { parts, chunks, ...effort }: Options): Promise<Measured> {
  return {
    streams: parts.has('streams') ? await streams(stage, chunks) : undefined,
    throughput: cells.length > 0 ? await throughput(stage, effort) : undefined,
    cancel: parts.has('leaving') ? await leaving(stage) : undefined,
    readyMs: parts.has('starts') ? await starts(stage) : undefined,
  }
}

async function streams(stage: Stage, chunks: number): Promise<Measured['streams']> {
  progress('1,000 streams')
  const direct = await measureStreams(stage, 'direct', chunks)
  const bare = await measureStreams(stage, 'bare', chunks)
  const gateway = await measureStreams(stage, 'gateway', chunks)
  return { direct, bare, gateway }
}

function throughput(stage: Stage, effort: Effort): Promise<Throughput> {
  progress(`${effort.rounds} rounds of ${cells.length} cells`)
  return measureThroughput(stage, cells, effort)
}

function leaving({ load, targets }: Stage): Promise<CancelResult> {
  progress('clients that leave')
  const { gateway, direct } = targets
  const ports = { port: gateway.port, backendPort: direct.port }
  return load({ mode: 'cancellations', ...ports, count: CANCELLATIONS })
}

function starts(stage: Stage): Promise<number> {
  progress('starts')
  return measureReadiness(stage, STARTS)
}

function progress(what: string): void {
  process.stderr.write(`measuring: ${what} ...\n`)
}

function heading({ rounds, seconds }: Effort): string {
  const pinning = programs.canPin
    ? 'proxy and gateway pinned to core 1, load and backend to core 0'
    : 'programs not pinned to cores (no taskset): differences are less certain'
  return `Medians of ${rounds} interleaved rounds of ${seconds} s, Node ${process.versions.node}; ${pinning}.`
}
