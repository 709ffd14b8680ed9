import type { Json } from '../../contracts/json.ts'
import type { Placement } from '../../contracts/model.ts'
import type { PlacementState } from '../../contracts/routing.ts'
import type { Asker, Question } from '../asking/asker.ts'
import type { UserTraffic } from '../asking/user-traffic.ts'
import type { Examinee } from './exam.ts'
import { costOf, mostCost, mostEmbeddingCost, type Payer } from './purse.ts'
import { withRoomForThoughts } from './thoughts.ts'
import { type TimeLimits, timeLimit } from './time-limit.ts'

/** How the questions to one model are asked. */
export interface Sitting {
  readonly asker: Pick<Asker, 'ask' | 'embed'>
  /** Where it is asked; undefined = where the placement lies. */
  readonly backend?: Question['backend']
  readonly traffic: UserTraffic
  /** Backends that share a GPU with the model; empty = none that anybody would notice. */
  readonly neighbours: readonly string[]
  /** Milliseconds for which no user must have been answered by them, as things are now. */
  quietMs(): number
  readonly limits: TimeLimits
  state(placement: Placement): PlacementState
  known(exam: string): Json | undefined
  readonly payer: Payer
  /** Told how long each question took, whatever came of it: milliseconds. */
  took(ms: number): void
  readonly signal: AbortSignal
}

const MADE_WAY = Symbol('a user asked')

/** Lets a model be examined: a question makes way for any user's request, and is asked again when it is quiet. */
export function examinee(placement: Placement, sitting: Sitting): Examinee {
  const { asker, backend, state, limits, known, payer } = sitting
  let warm = placement
  return {
    placement,
    known,
    async ask(asked) {
      const asking = withRoomForThoughts(asked, known('reasoning'))
      const reply = await makingWay(sitting, (signal) => {
        const limitMs = timeLimit(warm, asking, state(placement), limits)
        return payer.spend(
          mostCost(placement, asking),
          () => asker.ask({ placement, backend, asking, limitMs }, signal),
          ({ usage }) => costOf(placement, usage),
        )
      })
      warm = { ...placement, loaded: true }
      return reply
    },
    embed(inputs) {
      const limitMs = timeLimit(warm, { messages: [] }, state(placement), limits)
      return makingWay(sitting, (signal) =>
        payer.spend(
          mostEmbeddingCost(placement, inputs),
          () => asker.embed({ placement, inputs, limitMs }, signal),
          ({ tokens }) => costOf(placement, { input: tokens, output: 0 }),
        ),
      )
    },
  }
}

async function makingWay<T>(
  { traffic, neighbours, quietMs, took, signal }: Sitting,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  for (;;) {
    await traffic.quiet(neighbours, quietMs, signal)
    const began = performance.now()
    const yielding = new AbortController()
    const unwatch = traffic.watch(neighbours, () => yielding.abort(MADE_WAY))
    try {
      return await ask(AbortSignal.any([signal, yielding.signal]))
    } catch (thrown) {
      signal.throwIfAborted()
      if (thrown !== MADE_WAY) throw thrown
    } finally {
      unwatch()
      took(performance.now() - began)
    }
  }
}
