import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type AskedPool, askedPool } from './asked-pool.ts'
import { coldStartTrack } from './cold-start-track.ts'
import { DATA_POOLS } from './data-pools.ts'
import { familyTrack } from './family-track.ts'
import { InputFault } from './input-fault.ts'
import { LABELLED_PROMPTS, type LabelledPrompt, readLabelled } from './labelled-prompts.ts'
import { latencyTrack } from './latency-track.ts'
import { type LeakageSource, leakage, leakageSource } from './leakage.ts'
import { onlineTrack } from './online-track.ts'
import type { Pair } from './pair.ts'
import { pairTrack } from './pair-track.ts'
import type { Pool } from './pool.ts'
import { type PoolResult, poolTrack } from './pool-track.ts'
import { readPairs } from './read-pairs.ts'
import { readPool } from './read-pool.ts'
import { readStress } from './read-stress.ts'
import type { RouterUnderTest } from './router-under-test.ts'
import { isFolder, type RoutingOptions } from './routing-options.ts'
import type { RoutingResult } from './routing-result.ts'
import { stemOf } from './split.ts'
import { stressTrack } from './stress-track.ts'
import { unseenTaskTrack } from './unseen-task-track.ts'

/** What a run works with. */
export interface TrackRun {
  readonly options: RoutingOptions
  readonly router: RouterUnderTest
  /** Hears what is being measured. */
  progress(what: string): void
}

const NOTHING: RoutingResult = {
  pools: {},
  pairs: null,
  stress: null,
  ood: null,
  cold_start: null,
  online: null,
  families: null,
  latency: null,
  leakage: [],
  missing: [],
}

const OWN_PROMPTS = join(import.meta.dirname, '../../training/prompts')

/** Runs what the options ask for; a data set that is not there is named and passed over. */
export function runTracks(run: TrackRun): RoutingResult {
  const { options, router, progress } = run
  if (options.pool !== undefined || options.prompts !== undefined) return givenTracks(run)
  const judged = judgedPrompts()
  progress('families')
  const families = familyTrack(judged.labelled, router)
  progress('latency')
  const latency = latencyTrack()
  const found = dataTracks(run, judged.labelled)
  const sources = [...found.sources, judged.source]
  return { ...NOTHING, ...found.result, families, latency, leakage: leakage(sources) }
}

/** Only what is given on the command line. */
function givenTracks({ options, router, progress }: TrackRun): RoutingResult {
  const { pool, prompts } = options
  const families = prompts === undefined ? null : familyTrack(readLabelled(prompts), router)
  if (pool === undefined) return { ...NOTHING, families }
  progress(pool)
  const read = readPool(pool)
  const asked = tested(read, router)
  return {
    ...NOTHING,
    pools: { [read.name]: poolTrack(asked, router) },
    families: families ?? familyTrack(judgedPrompts().labelled, router),
    leakage: leakage([leakageSource(read.name, read.rows, read.duplicates)]),
  }
}

interface DataFindings {
  readonly result: Partial<RoutingResult>
  readonly sources: readonly LeakageSource[]
}

function dataTracks(run: TrackRun, labelled: readonly LabelledPrompt[]): DataFindings {
  const { options, progress } = run
  const has = (folder: string): boolean => isFolder(join(options.data, folder))
  const folders = [...DATA_POOLS.flatMap((pool) => pool.folders), 'routellm', 'misguided_attention']
  const sources: LeakageSource[] = []
  const pools: Record<string, PoolResult> = {}
  let result: Partial<RoutingResult> = { pools, missing: folders.filter((name) => !has(name)) }
  for (const { name, read } of DATA_POOLS.filter((pool) => pool.folders.every(has))) {
    progress(name)
    const pool = read(options.data)
    const asked = tested(pool, run.router)
    sources.push(leakageSource(name, pool.rows, pool.duplicates))
    pools[name] = poolTrack(asked, run.router)
    if (name === 'local-9') result = { ...result, ...localTracks(asked, run) }
  }
  if (has('routellm')) {
    progress('pairs')
    const pairs = readPairs(join(options.data, 'routellm'))
    sources.push(...pairs.map(pairSource))
    result = { ...result, pairs: pairTrack(pairs, run.router) }
  }
  if (has('misguided_attention')) {
    progress('stress')
    const rows = readStress(join(options.data, 'misguided_attention'))
    sources.push(leakageSource('stress', rows, 0))
    result = { ...result, stress: stressTrack(rows, labelled, run.router) }
  }
  return { result, sources }
}

/** What only the nine local models are put through. */
function localTracks(pool: AskedPool, { router, progress }: TrackRun): Partial<RoutingResult> {
  progress('unseen tasks')
  const ood = unseenTaskTrack(pool, router)
  progress('cold start')
  const coldStart = coldStartTrack(pool, router)
  progress('online')
  return { ood, cold_start: coldStart, online: onlineTrack(pool, router) }
}

/** MT-Bench is never trained on, whatever the fold. */
function pairSource({ name, rows, duplicates }: Pair): LeakageSource {
  return name === 'mt_bench'
    ? { name, train: [], test: rows.map(({ text }) => text), duplicates }
    : leakageSource(name, rows, duplicates)
}

function tested(pool: Pool, router: RouterUnderTest): AskedPool {
  const asked = askedPool(pool, router)
  if (asked.test.length > 0) return asked
  throw new InputFault(`${pool.name}: none of its ${pool.rows.length} prompts is in a test fold`)
}

interface JudgedPrompts {
  readonly labelled: readonly LabelledPrompt[]
  readonly source: LeakageSource
}

/** The project's labelled prompts, without those that a training prompt restates. */
function judgedPrompts(): JudgedPrompts {
  const files = readdirSync(OWN_PROMPTS).filter((file) => file.endsWith('.jsonl'))
  const train = files
    .flatMap((file) => readLabelled(join(OWN_PROMPTS, file)))
    .map(({ text }) => text)
  const trained = new Set(train.map(stemOf))
  const all = readLabelled(LABELLED_PROMPTS)
  const labelled = all.filter(({ text }) => !trained.has(stemOf(text)))
  const test = labelled.map(({ text }) => text)
  const duplicates = all.length - labelled.length
  return { labelled, source: { name: 'families', train, test, duplicates } }
}
