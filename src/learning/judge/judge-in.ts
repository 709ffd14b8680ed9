import { examinee } from '../profiling/examinee.ts'
import { Judge } from './judge.ts'
import type { JudgingOptions, Session } from './judging.ts'
import type { Ledger } from './ledger.ts'
import type { Seat } from './seat.ts'

/** The judge of a session: it makes way for users where it shares a GPU with them, and every call is paid for. */
export function judgeIn(
  seat: Seat,
  { options, ledger }: { readonly options: JudgingOptions; readonly ledger: Ledger },
  { quietMs, signal }: Session,
): Judge {
  const { asker, traffic, limits, state, rules, random } = options
  const { placement, backend, neighbours } = seat
  const { ask } = examinee(placement, {
    ...{ traffic, backend, neighbours, quietMs, state, payer: ledger },
    ...{ limits: limits(), signal },
    asker: {
      ask: (question, signal) => asker.ask(question, signal),
      embed: () => Promise.reject(new Error('A judge embeds nothing.')),
    },
    known: () => undefined,
    took: () => undefined,
  })
  const { retries, retryBaseMs } = rules()
  const thinks = placement.facts.capabilities.reasoning?.value !== false
  return new Judge({ ask, thinks, retries, retryBaseMs, signal, random })
}
