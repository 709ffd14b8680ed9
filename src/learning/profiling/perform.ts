import type { Json } from '../../contracts/json.ts'
import type { KeyedEvidence } from '../../contracts/learning.ts'
import type { Finding } from '../../contracts/profile.ts'
import { answersTo } from '../judge/answers.ts'
import type { Item } from './agenda.ts'
import { changedAt, checkup, sentinels } from './checkup.ts'
import type { Examinee } from './exam.ts'
import { answerTo, probeEvidence } from './probe-answer.ts'

/** What was found out, and what it says of the model's skill. */
export interface Performed {
  readonly value: Json
  readonly evidence: readonly KeyedEvidence[]
}

export interface Background {
  /** What is known of the model by now. */
  readonly known: ReadonlyMap<string, Finding>
  /** Milliseconds since 1970. */
  now(): number
}

/** Finds out one thing about a model; rejects where it gives no answer. */
export async function perform(
  item: Item,
  model: Examinee,
  { known, now }: Background,
): Promise<Performed> {
  switch (item.kind) {
    case 'exam':
      return { value: await item.exam.take(model), evidence: [] }
    case 'open':
      return { value: { answers: await answersTo(item.question, model) }, evidence: [] }
    case 'checkup': {
      const all = sentinels(item.probes, known)
      return { value: await checkup(all, model, { now, before: changedAt(known) }), evidence: [] }
    }
    case 'probe': {
      const answer = await answerTo(item.probe, model, item.brief)
      const found = { right: answer.right, at: now() }
      return { value: answer, evidence: [probeEvidence(model.placement, item.probe, found)] }
    }
  }
}
