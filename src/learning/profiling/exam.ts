import type { Json } from '../../contracts/json.ts'
import type { ModelRole, Placement } from '../../contracts/model.ts'
import type { Reply, Vectors } from '../asking/asker.ts'
import type { Asking } from '../asking/own-request.ts'

/** A model at a placement that is being examined. */
export interface Examinee {
  readonly placement: Placement
  /** What is known by now: what an earlier exam found, by its name. */
  known(exam: string): Json | undefined
  /** Rejects with a GatewayError where the model gives no answer; users' requests go first. */
  ask(asking: Asking): Promise<Reply>
  embed(texts: readonly string[]): Promise<Vectors>
}

/** One of these per file in `exams/`: something to find out about a model that is no matter of skill. */
export interface Exam {
  readonly name: string
  readonly role: ModelRole
  /** Whether there is anything to find out. */
  concerns(placement: Placement): boolean
  /** What was found; rejects where the model gives no answer. */
  take(examinee: Examinee): Promise<Json>
}
