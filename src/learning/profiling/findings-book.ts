import type { Json } from '../../contracts/json.ts'
import type { KeyedEvidence } from '../../contracts/learning.ts'
import type { ModelFacts } from '../../contracts/model.ts'
import type { Examined, Finding, MeasuredSpeed } from '../../contracts/profile.ts'
import { type Found, measuredFacts, measuredSpeed } from './measured.ts'

/** Where findings are kept from one start to the next. */
export interface FindingsStore {
  /** Together with what it says of the model's skill, or not at all. */
  put(finding: Finding, evidence: readonly KeyedEvidence[]): Promise<void>
  /** Forgets all of a placement. */
  remove(placement: string): Promise<void>
}

interface Measured {
  readonly facts: ModelFacts
  readonly speed: MeasuredSpeed
}

/** All that was found out about models by examining them. */
export class FindingsBook {
  readonly #store: FindingsStore
  /** By placement key, then by item. */
  readonly #findings = new Map<string, Map<string, Finding>>()
  readonly #measured = new Map<string, Measured>()

  constructor(kept: readonly Finding[], store: FindingsStore) {
    this.#store = store
    for (const finding of kept) this.#set(finding)
  }

  /** Of a placement, by item. */
  of(placement: string): ReadonlyMap<string, Finding> {
    return this.#findings.get(placement) ?? new Map()
  }

  /** What is known of one matter; a failure to find out is none. */
  value(placement: string, item: string): Json | undefined {
    const value = this.of(placement).get(item)?.value
    return failureIn(value) === undefined ? value : undefined
  }

  /** The same object as long as nothing was found since; undefined = nothing was measured. */
  facts(placement: string): ModelFacts | undefined {
    return this.#measuredOf(placement)?.facts
  }

  speed(placement: string): MeasuredSpeed | undefined {
    return this.#measuredOf(placement)?.speed
  }

  /** All of it in short; undefined = nothing was found out, nor tried to be. */
  examined(placement: string): Examined | undefined {
    const findings = [...(this.#findings.get(placement)?.values() ?? [])]
    const [newest] = findings.toSorted((one, other) => other.at - one.at)
    if (newest === undefined) return undefined
    const { verified } = Object(this.value(placement, 'context'))
    const failures = findings.flatMap(({ item, value }) => {
      const why = failureIn(value)
      return why === undefined ? [] : [[item, why] as const]
    })
    return {
      ...{ at: newest.at, revision: newest.revision, speed: this.speed(placement) ?? {} },
      verifiedContext: typeof verified === 'number' && verified > 0 ? verified : undefined,
      failures: Object.fromEntries(failures),
    }
  }

  /** Resolves when it is kept: only then is it found. */
  async add(finding: Finding, evidence: readonly KeyedEvidence[]): Promise<void> {
    await this.#store.put(finding, evidence)
    this.#set(finding)
  }

  async forget(placement: string): Promise<void> {
    await this.#store.remove(placement)
    this.#findings.delete(placement)
    this.#measured.delete(placement)
  }

  #set(finding: Finding): void {
    const known = this.#findings.get(finding.placement) ?? new Map<string, Finding>()
    known.set(finding.item, finding)
    this.#findings.set(finding.placement, known)
    this.#measured.delete(finding.placement)
  }

  #measuredOf(placement: string): Measured | undefined {
    const known = this.#measured.get(placement)
    if (known !== undefined) return known
    const findings = this.#findings.get(placement)
    if (findings === undefined) return undefined
    const found: Found = new Map([...findings].map(([item, { value }]) => [item, value]))
    const measured = { facts: measuredFacts(found), speed: measuredSpeed(found) }
    this.#measured.set(placement, measured)
    return measured
  }
}

/** A finding that nothing could be found out, and why. */
export function failure(message: string): Json {
  return { failed: message }
}

/** Why nothing could be found out; undefined = something was. */
export function failureIn(value: Json | undefined): string | undefined {
  const { failed } = Object(value)
  return typeof failed === 'string' ? failed : undefined
}
