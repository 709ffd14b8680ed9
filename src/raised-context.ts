import type { ContextMemory } from './catalog/context-memory.ts'
import type { Placement } from './contracts/model.ts'
import type { Database } from './storage/database.ts'
import type { Log } from './telemetry/log.ts'

export interface RaisedContextOptions {
  readonly raised: ContextMemory
  readonly database: Database
  readonly log: Log
  /** Has the catalog made anew. */
  readonly rebuild: () => void
}

/** The context to ask a placement for now; `raise` makes it so much from now on. */
export type ContextFor = (placement: Placement, raise: number | undefined) => number | undefined

/** What a plan says may be older than what another request has raised meanwhile; what the user set stands. */
export function contextFor({ raised, database, log, rebuild }: RaisedContextOptions): ContextFor {
  const raiseTo = (key: string, tokens: number): void => {
    if (!raised.raise(key, tokens)) return
    log.info({ placement: key, tokens }, 'context raised')
    database
      .ask('rememberContext', key, tokens)
      .catch((err: unknown) => log.warn({ err }, 'the raised context will be forgotten'))
    rebuild()
  }
  return ({ key, contextSetting, facts }, raise) => {
    if (facts.servedContext?.source === 'config') return contextSetting
    if (raise !== undefined) raiseTo(key, raise)
    const known = raised.get(key) ?? 0
    return known > (contextSetting ?? 0) ? known : contextSetting
  }
}
