import type { Json } from '../../contracts/json.ts'
import type { Placement } from '../../contracts/model.ts'
import type { PlacementState } from '../../contracts/routing.ts'
import type { Asker, Reply } from '../asking/asker.ts'
import type { Asking } from '../asking/own-request.ts'
import type { UserTraffic } from '../asking/user-traffic.ts'
import type { Examinee } from './exam.ts'
import { type TimeLimits, timeLimit } from './time-limit.ts'

/** How the questions to one model are asked. */
export interface Sitting {
  readonly asker: Pick<Asker, 'ask' | 'embed'>
  readonly traffic: UserTraffic
  /** Backends that share a GPU with the model; empty = none that anybody would notice. */
  readonly neighbours: readonly string[]
  /** Milliseconds for which no user must have been answered by them. */
  readonly quietMs: number
  readonly limits: TimeLimits
  state(placement: Placement): PlacementState
  known(exam: string): Json | undefined
  /** Throws where a question may cost more than is left. */
  afford(asking: Asking): void
  /** Told of each answer. */
  spent(reply: Pick<Reply, 'usage' | 'totalMs'>): void
  readonly signal: AbortSignal
}

const MADE_WAY = Symbol('a user asked')

/** Lets a model be examined: a question makes way for any user's request, and is asked again when it is quiet. */
export function examinee(placement: Placement, sitting: Sitting): Examinee {
  const { asker, state, limits, known } = sitting
  let warm = placement
  return {
    placement,
    known,
    async ask(asking) {
      sitting.afford(asking)
      const reply = await makingWay(sitting, (signal) => {
        const limitMs = timeLimit(warm, asking, state(placement), limits)
        return asker.ask({ placement, asking, limitMs }, signal)
      })
      warm = { ...placement, loaded: true }
      sitting.spent(reply)
      return reply
    },
    embed(inputs) {
      const limitMs = timeLimit(warm, { messages: [] }, state(placement), limits)
      return makingWay(sitting, (signal) => asker.embed({ placement, inputs, limitMs }, signal))
    },
  }
}

async function makingWay<T>(
  { traffic, neighbours, quietMs, signal }: Sitting,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  for (;;) {
    await traffic.quiet(neighbours, quietMs, signal)
    const yielding = new AbortController()
    const unwatch = traffic.watch(neighbours, () => yielding.abort(MADE_WAY))
    try {
      return await ask(AbortSignal.any([signal, yielding.signal]))
    } catch (thrown) {
      signal.throwIfAborted()
      if (thrown !== MADE_WAY) throw thrown
    } finally {
      unwatch()
    }
  }
}
