// What the gateway costs beside a direct call and beside the least a Node proxy can do. Usage:
// npm run bench:overhead -- [--quick] [--rounds N] [--seconds S] [--json] [--gateway-command 'CMD {port} {backend}']
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { jsonLine } from './overhead/json-line.ts'
import type { Measured } from './overhead/measured.ts'
import { Programs } from './overhead/programs.ts'
import { measureReadiness } from './overhead/readiness.ts'
import { remarks } from './overhead/remarks.ts'
import { type Stage, setStage, WAYS } from './overhead/stage.ts'
import { table } from './overhead/table.ts'
import { measureStreams } from './overhead/thousand-streams.ts'
import { CELLS, type Effort, measureThroughput } from './overhead/throughput.ts'

const CANCELLATIONS = 100
const STARTS = 5
/** Time allowed for everything but the rounds of throughput. */
const REST_SECONDS = 180

interface Options extends Effort {
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
limitTime(options)
const measured = await measure(await setStage(programs, folder, options.gatewayCommand), options)
process.stdout.write(`${heading(options)}\n\n${table(measured)}\n${remarks(measured)}`)
if (options.json) process.stdout.write(`${jsonLine(measured)}\n`)
process.exit(0)

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      json: { type: 'boolean', default: false },
      'gateway-command': { type: 'string' },
    },
  })
  return {
    rounds: positive(values.rounds ?? (values.quick ? '1' : '5')),
    seconds: positive(values.seconds ?? (values.quick ? '0.3' : '1')),
    chunks: values.quick ? 25 : 60,
    json: values.json,
    gatewayCommand: values['gateway-command'],
  }
}

function positive(text: string): number {
  const value = Number(text)
  if (value > 0) return value
  throw new RangeError(`not a positive number: ${text}`)
}

/** Whatever hangs, the benchmark ends. */
function limitTime({ rounds, seconds }: Effort): void {
  const expected = (rounds + 1) * CELLS.length * WAYS.length * seconds
  const limit = 2 * expected + REST_SECONDS
  const stop = (): never => {
    throw new Error(`not done after ${limit} s`)
  }
  setTimeout(stop, limit * 1_000).unref()
}

async function measure(stage: Stage, { chunks, ...effort }: Options): Promise<Measured> {
  progress('1,000 streams')
  const direct = await measureStreams(stage, 'direct', chunks)
  const bare = await measureStreams(stage, 'bare', chunks)
  const gateway = await measureStreams(stage, 'gateway', chunks)
  progress(`${effort.rounds} rounds of ${CELLS.length} cells`)
  const throughput = await measureThroughput(stage, effort)
  progress('clients that leave')
  const cancel = await stage.load({
    mode: 'cancellations',
    port: stage.targets.gateway.port,
    backendPort: stage.targets.direct.port,
    count: CANCELLATIONS,
  })
  progress('starts')
  const readyMs = await measureReadiness(stage, STARTS)
  return { throughput, streams: { direct, bare, gateway }, cancel, readyMs }
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
