import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { seededRandom } from '../bench/routing/seeded-random.ts'
import { shuffled } from '../bench/routing/shuffled.ts'
import { sideOf } from '../bench/routing/split.ts'
import { BUCKETS } from '../src/analysis/prompt-features.ts'
import { HEADS, promptHeadsOf } from '../src/analysis/prompt-heads.ts'
import { answeredRows } from './answered-rows.ts'
import { type LearnedFile, learnedFiles } from './learned-files.ts'
import { ownRows } from './own-rows.ts'
import type { PromptRow } from './prompt-row.ts'
import { questionRows } from './question-rows.ts'
import { type Scores, scoresOf } from './scores.ts'
import { taughtHeads } from './taught-heads.ts'
import { templateRows } from './template-rows.ts'

/** What the shipped heads are and where they come from: `manifest.json`, written beside them. */
export interface Manifest {
  readonly version: 1
  /** Of the file of weights. */
  readonly sha256: string
  readonly bytes: number
  readonly features: string
  readonly buckets: number
  readonly heads: readonly string[]
  readonly seed: number
  readonly data: readonly LearnedFile[]
  /** Of heads taught the same way without the prompts they are scored by. */
  readonly scores: Readonly<Record<'ownPrompts' | 'heldTemplates' | 'publicPrompts', Scores>>
}

const SEED = 20_260
/** Share of the own prompts that the scored heads do not see; the shipped ones learn from all. */
const HELD_SHARE = 0.15

const FEATURES =
  'words, pairs of words, four letters in a row, signs of unspaced scripts, marks, places, lengths'

const weightsFolder = resolve(import.meta.dirname, '../src/analysis/weights')
const dataFolder = resolve(
  import.meta.dirname,
  '..',
  process.env['ROUTING_DATA'] ?? '../shared/data/routing',
)

train(dataFolder)

/** Scores heads on prompts held back, then teaches them with all and writes them with their manifest. */
function train(data: string): void {
  say(`learning from ${data}`)
  const train = publicRows(data, 'train')
  const scores = judged(data, train)
  say(JSON.stringify(scores))
  const rows = [...ownRows(), ...templateRows(seededRandom(SEED), true).rows, ...train]
  const bytes = taughtHeads(rows, SEED)
  const manifest: Manifest = {
    version: 1,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    features: FEATURES,
    buckets: BUCKETS,
    heads: HEADS,
    seed: SEED,
    data: learnedFiles(rows, data),
    scores,
  }
  writeFileSync(join(weightsFolder, 'prompt-heads.bin'), bytes)
  writeFileSync(join(weightsFolder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  say(`wrote ${bytes.length} bytes to ${weightsFolder}`)
}

function judged(data: string, train: readonly PromptRow[]): Manifest['scores'] {
  const random = seededRandom(SEED)
  const own = shuffled(ownRows(), random)
  const held = Math.floor(own.length * HELD_SHARE)
  const drawn = templateRows(random, false)
  const bytes = taughtHeads([...own.slice(held), ...drawn.rows, ...train], SEED)
  const heads = promptHeadsOf(bytes, '')
  return {
    ownPrompts: scoresOf(heads, own.slice(0, held)),
    heldTemplates: scoresOf(heads, drawn.held),
    publicPrompts: scoresOf(heads, publicRows(data, 'dev')),
  }
}

function publicRows(data: string, side: 'train' | 'dev'): readonly PromptRow[] {
  const isWanted = (fold: number): boolean => sideOf(fold) === side
  return [...answeredRows(data, isWanted), ...questionRows(data, isWanted)]
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
