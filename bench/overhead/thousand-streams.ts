import { residentMemory } from './process-usage.ts'
import type { Stage, Way } from './stage.ts'

const STREAMS = 1_000
const EVERY_MS = 100
const SAMPLE_MS = 100

export interface StreamFigures {
  /** Delay of a chunk from the backend's write to its arrival. */
  readonly p99Ms: number
  /** Peak of resident memory meanwhile, in MB; NaN where unknown. */
  readonly rssMb: number
  /** One reason for each stream that did not arrive whole. */
  readonly faults: readonly string[]
}

/**
 * Holds 1,000 streams of 10 chunks a second open at once; `chunks` is their length. To be measured before the program has
 * been under full load, which grows its heap for good.
 */
export async function measureStreams(
  { targets, load }: Stage,
  way: Way,
  chunks: number,
): Promise<StreamFigures> {
  const { port, child } = targets[way]
  let rssMb = residentMemory(child.pid, 'VmRSS')
  const sampler = setInterval(() => {
    rssMb = Math.max(rssMb, residentMemory(child.pid, 'VmRSS'))
  }, SAMPLE_MS)
  const rampMs = (chunks * EVERY_MS) / 2
  const plan = { streams: STREAMS, everyMs: EVERY_MS, chunks, rampMs }
  const { delayP99Ms, faults } = await load({ mode: 'paced-streams', port, ...plan })
  clearInterval(sampler)
  return { p99Ms: delayP99Ms, rssMb, faults }
}
