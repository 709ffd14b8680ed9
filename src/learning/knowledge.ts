import { setImmediate as breath } from 'node:timers/promises'
import type { EvidenceSource } from '../contracts/evidence.ts'
import type { KeyedEvidence } from '../contracts/learning.ts'
import type { Catalog, Placement } from '../contracts/model.ts'
import { foldId } from '../models/model-id.ts'
import type { Abilities } from '../routing/abilities.ts'
import { type Summary, summarise } from '../routing/ability.ts'
import type { Belief } from '../routing/belief.ts'
import { everythingIn } from '../routing/everything.ts'
import { foldFleet, type Known } from '../routing/fleet-abilities.ts'
import { priorOf } from '../routing/prior.ts'
import { DailyVotes } from './daily-votes.ts'
import { collapsed } from './old-votes.ts'

/** Where evidence is kept from one start to the next. */
export interface EvidenceStore {
  put(rows: readonly KeyedEvidence[]): Promise<void>
  /** Removes the rows whose keys begin so. */
  remove(prefix: string): Promise<void>
  /** Puts rows in place of those of these keys, all of it or nothing. */
  replace(keys: readonly string[], rows: readonly KeyedEvidence[]): Promise<void>
}

interface Summed {
  /** Of the rows and of what the placement's facts let expect. */
  readonly rows: readonly KeyedEvidence[]
  readonly prior: Belief
  readonly summaries: ReadonlyMap<EvidenceSource, Summary>
}

interface Summing extends Pick<Summed, 'summaries'> {
  /** It was not known before. */
  readonly isNew: boolean
}

/** All that speaks of the skill of models, whatever it comes from, and what it comes to. */
export class Knowledge {
  readonly #store: EvidenceStore
  readonly #onChange: () => void
  readonly #votes = new DailyVotes()
  /** By folded model id, then by key. */
  readonly #rows = new Map<string, Map<string, KeyedEvidence>>()
  /** By placement key. */
  readonly #summed = new Map<string, Summed>()

  /** `onChange` is told after rows came or went. */
  constructor(rows: readonly KeyedEvidence[], store: EvidenceStore, onChange: () => void) {
    this.#store = store
    this.#onChange = onChange
    for (const row of rows) this.#set(row)
  }

  /** Rows of keys that are there already take their places. They count at once; resolves when they are kept. */
  async add(rows: readonly KeyedEvidence[]): Promise<void> {
    if (rows.length === 0) return
    this.hear(rows)
    await this.#store.put(rows)
  }

  /** The same of rows that are kept already. */
  hear(rows: readonly KeyedEvidence[]): void {
    for (const row of rows) this.#set(row)
    this.#onChange()
  }

  /** Has these rows stand for all whose keys begin so; nothing of it is kept. */
  replace(prefix: string, rows: readonly KeyedEvidence[]): void {
    this.#forget(prefix)
    this.hear(rows)
  }

  /** Forgets the rows whose keys begin so. */
  async remove(prefix: string): Promise<void> {
    this.#forget(prefix)
    this.#onChange()
    await this.#store.remove(prefix)
  }

  /** Adds up old votes, so that rows stay few however many there were. What is kept changes before what counts. */
  async collapse(now: number): Promise<void> {
    for (const rows of [...this.#rows.values()]) {
      const bounded = [...rows.values()].map((row) => this.#votes.bounded(row))
      const { gone, sums } = collapsed(bounded, now) ?? { gone: [], sums: [] }
      if (gone.length === 0) continue
      await this.#store.replace(
        gone.map(({ key }) => key),
        sums,
      )
      for (const { key } of gone) rows.delete(key)
      this.hear(sums)
    }
  }

  /** Whether all placements of a catalog were there before, with facts that let expect the same. */
  knows(catalog: Catalog): boolean {
    return everythingIn(catalog).placements.every((placement) => {
      const known = this.#summed.get(placement.key)
      return known !== undefined && isSameBelief(known.prior, priorOf(placement))
    })
  }

  /** What each source says of the model at this placement, added up. */
  saidBySource(placement: Placement): ReadonlyMap<EvidenceSource, Summary> {
    return this.#summariesOf(placement).summaries
  }

  /** What speaks of the model at this placement, oldest first. */
  about(placement: Placement): readonly KeyedEvidence[] {
    const rows = [...(this.#rows.get(foldId(placement.model))?.values() ?? [])]
    return rows
      .filter((row) => row.placement === undefined || row.placement === placement.key)
      .map((row) => this.#votes.bounded(row))
      .toSorted((a, b) => a.at - b.at)
  }

  /**
   * What is believed of the models of a catalog, or would be if only some sources were heard. Never holds the event loop
   * for longer than one model takes.
   */
  async abilities(
    catalog: Catalog,
    requests: number,
    sources?: readonly EvidenceSource[],
  ): Promise<Abilities> {
    const models: Known[] = []
    for (const placement of everythingIn(catalog).placements) {
      const { summaries, isNew } =
        sources === undefined ? this.#summariesOf(placement) : this.#heard(placement, sources)
      if (isNew) await breath()
      const prior = priorOf(placement)
      models.push({ key: placement.key, prior, evidence: [], summaries: [...summaries.values()] })
    }
    return foldFleet(models, requests)
  }

  /** How well an answer went says something else beside other answers than alone: so it is summed up anew. */
  #heard(placement: Placement, sources: readonly EvidenceSource[]): Summing {
    const rows = this.about(placement).filter(({ source }) => sources.includes(source))
    return { summaries: summarise(priorOf(placement), rows), isNew: true }
  }

  #summariesOf(placement: Placement): Summing {
    const prior = priorOf(placement)
    const rows = this.about(placement)
    const known = this.#summed.get(placement.key)
    if (known !== undefined && isSameBelief(known.prior, prior) && isSame(known.rows, rows))
      return { ...known, isNew: false }
    const summaries = summarise(prior, rows)
    this.#summed.set(placement.key, { prior, rows, summaries })
    return { summaries, isNew: true }
  }

  #forget(prefix: string): void {
    for (const rows of this.#rows.values()) {
      for (const [key, row] of rows) {
        if (!key.startsWith(prefix)) continue
        rows.delete(key)
        this.#votes.remove(row)
      }
    }
  }

  #set(row: KeyedEvidence): void {
    const model = foldId(row.model)
    const rows = this.#rows.get(model) ?? new Map<string, KeyedEvidence>()
    const before = rows.get(row.key)
    if (before !== undefined) this.#votes.remove(before)
    this.#votes.add(row)
    rows.set(row.key, row)
    this.#rows.set(model, rows)
  }
}

function isSame(some: readonly KeyedEvidence[], others: readonly KeyedEvidence[]): boolean {
  return some.length === others.length && some.every((row, at) => row === others[at])
}

function isSameBelief(one: Belief, other: Belief): boolean {
  return isSameVector(one.mean, other.mean) && isSameVector(one.covariance, other.covariance)
}

function isSameVector(one: Float64Array, other: Float64Array): boolean {
  return one === other || one.every((value, at) => value === other[at])
}
