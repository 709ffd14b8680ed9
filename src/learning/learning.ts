import type { AnswerGiven } from '../contracts/decision.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { JudgeStatus } from '../contracts/judge.ts'
import type {
  KeyedEvidence,
  LearningDesk,
  Opinion,
  Page,
  Paged,
  PublishedFigures,
  SkillProfile,
  Vote,
} from '../contracts/learning.ts'
import type { Catalog, Placement } from '../contracts/model.ts'
import type { Examined } from '../contracts/profile.ts'
import { type Abilities, abilityOf, NOTHING_LEARNED } from '../routing/abilities.ts'
import { Poller } from '../std/poller.ts'
import { voteKey } from './daily-votes.ts'
import { type EvidenceStore, Knowledge } from './knowledge.ts'
import type { FindingsBook } from './profiling/findings-book.ts'
import { skillProfile } from './skill-profile.ts'
import { evidenceOf, voteOn } from './vote.ts'

/** Where what is learned is kept, and what it is learned from. */
export interface LearningStore {
  readonly evidence: EvidenceStore
  /** Who gave the answer of that id; undefined = nobody knows. */
  answer(id: string): Promise<AnswerGiven | undefined>
  putVote(vote: Vote): Promise<void>
  /** Answers that somebody judged since then, milliseconds since 1970. */
  votesOf(voter: string, since: number): Promise<number>
  votes(page: Page, model?: string): Promise<Paged<Vote>>
}

export interface LearningOptions {
  /** What is known from before. */
  readonly evidence: readonly KeyedEvidence[]
  readonly store: LearningStore
  readonly book: Pick<FindingsBook, 'examined'>
  readonly library: () => PublishedFigures
  /** As it is now. */
  catalog(): Catalog
  /** Requests answered so far. */
  requests(): number
  judge(): JudgeStatus | undefined
  /** Whether users' votes are taken now. */
  takesVotes(): boolean
  /** Told what is believed of the models of the catalog, whenever that may have changed. */
  readonly onAbilities: (abilities: Abilities) => void
  readonly onError: (error: unknown) => void
}

/** What was learned is looked at anew at most so often, and in any case so often. */
const SPACING_MS = 1000
const HOUR_MS = 3_600_000

/** Votes of one voter in a day that are heard; all of them are kept. They weigh as twenty in any case. */
const MOST_A_DAY = 200
const DAY_MS = 86_400_000

/** Comes to know what the models are good at, and says so. */
export class Learning implements LearningDesk {
  readonly knowledge: Knowledge
  readonly #options: LearningOptions
  readonly #fold: Poller
  #abilities: Abilities = NOTHING_LEARNED

  constructor(options: LearningOptions) {
    this.#options = options
    this.#fold = new Poller({
      task: () => this.#believe(),
      delayMs: () => HOUR_MS,
      spacingMs: SPACING_MS,
    })
    const changed = () => this.#fold.soon()
    this.knowledge = new Knowledge(options.evidence, options.store.evidence, changed)
  }

  /** Resolves when what was learned before counts. */
  start(): Promise<void> {
    return this.#fold.start()
  }

  /** There is another catalog. */
  catalogChanged(): void {
    if (!this.knowledge.knows(this.#options.catalog())) this.#fold.soon()
  }

  /** Resolves when all that was heard before counts: a round under way may have begun too early. */
  async settle(): Promise<void> {
    await this.#fold.now()
    await this.#fold.now()
  }

  async stop(): Promise<void> {
    await this.#fold.stop()
  }

  async vote(opinion: Opinion): Promise<void> {
    const { store, takesVotes } = this.#options
    if (!takesVotes()) throw new GatewayError('not_allowed', 'Feedback is switched off.')
    const answer = await store.answer(opinion.responseId)
    if (answer === undefined) throw unknownResponse(opinion.responseId)
    const { voter, at } = opinion
    const today = await store.votesOf(voter, at - DAY_MS)
    const evidence = today < MOST_A_DAY ? evidenceOf(answer, opinion) : undefined
    await store.putVote(voteOn(answer, opinion))
    if (evidence !== undefined) await this.knowledge.add([evidence])
    else await this.knowledge.remove(voteKey(opinion.responseId, opinion.voter))
  }

  votes(page: Page, model?: string): Promise<Paged<Vote>> {
    return this.#options.store.votes(page, model)
  }

  skill(placement: Placement): SkillProfile {
    const said = this.knowledge.saidBySource(placement)
    return skillProfile(abilityOf(placement, this.#abilities), said)
  }

  benchmarks(): PublishedFigures {
    return this.#options.library()
  }

  examined({ key }: Placement): Examined | undefined {
    return this.#options.book.examined(key)
  }

  judge(): JudgeStatus | undefined {
    return this.#options.judge()
  }

  async #believe(): Promise<void> {
    const { catalog, requests, onAbilities, onError } = this.#options
    await this.knowledge
      .abilities(catalog(), requests())
      .then((abilities) => {
        this.#abilities = abilities
        onAbilities(abilities)
      })
      .catch((error: unknown) => onError(error))
  }
}

function unknownResponse(id: string): GatewayError {
  const message = `No answer has the id "${id.slice(0, 200)}", or it is kept no longer.`
  return new GatewayError('response_not_found', message, { param: 'response_id' })
}
