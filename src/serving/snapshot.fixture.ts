import { HEADS_BYTES, promptHeadsOf } from '../analysis/prompt-heads.ts'
import type { Backend } from '../contracts/backend.ts'
import type { Placement } from '../contracts/model.ts'
import { NOTHING_LEARNED } from '../routing/abilities.ts'
import { catalogOf, OPTIONS } from '../routing/fleet.fixture.ts'
import type { Snapshot } from './serving.ts'

/** Heads that know nothing of words: each family is as likely as the others. */
const NO_HEADS = promptHeadsOf(new Uint8Array(HEADS_BYTES), 'no heads')

/** A snapshot of these placements; their backends may not fetch addresses, unless named. */
export function snapshotOf(
  placements: readonly Placement[],
  { fetching = [], ...more }: Partial<Snapshot> & { readonly fetching?: readonly string[] } = {},
): Snapshot {
  const catalog = catalogOf(placements)
  const backends = catalog.backends.map(({ name }) => {
    const settings = { name, mediaUrls: fetching.includes(name) }
    return [name, { settings } as Backend] as const
  })
  return {
    catalog,
    backends: new Map(backends),
    names: { external: 'smarterrouter/main', aliases: [['fast', 'smarterrouter/main:speed']] },
    routing: OPTIONS,
    abilities: NOTHING_LEARNED,
    heads: NO_HEADS,
    rules: {
      cascading: true,
      streamHold: 1,
      keepAlive: undefined,
      defaultEmbeddingModel: undefined,
    },
    ...more,
  }
}
