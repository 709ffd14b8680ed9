import type { KeyedEvidence } from '../../contracts/learning.ts'
import type { Placement } from '../../contracts/model.ts'
import { workOf } from '../../routing/work-of.ts'
import { userSays } from '../asking/own-request.ts'
import type { SkillProbe } from '../grading/probe.ts'
import type { Examinee } from './exam.ts'
import { thoughtsAllowed, uncut } from './thoughts.ts'

/** Asks a probe; a model that thinks may do so unless the answer is wanted soon. */
export async function answerTo(
  probe: SkillProbe,
  { placement, ask }: Examinee,
  brief: boolean,
): Promise<{ readonly right: boolean; readonly finish: string }> {
  const { system, prompt, tools = [], maxTokens } = probe
  const thoughts = brief ? 0 : thoughtsAllowed(placement)
  const { choice } = await ask({
    messages: [
      ...(system === undefined ? [] : [{ role: 'system', content: system } as const]),
      userSays(prompt),
    ],
    ...{ tools, reasoning: thoughts > 0 ? undefined : 'none' },
    sampling: { temperature: 0, maxTokens: maxTokens + thoughts },
  })
  return { right: await probe.grade(uncut(choice)), finish: choice.finish }
}

/** What the answer to a probe says of the model's skill. */
export function probeEvidence(
  { key: placement, model }: Placement,
  { id, family, difficulty, subject }: SkillProbe,
  { right, at }: { readonly right: boolean; readonly at: number },
): KeyedEvidence {
  return {
    key: `${probePrefix(placement)}${id}`,
    ...{ model, placement, source: 'probe', weight: 1, at },
    work: workOf(family, difficulty, subject),
    y: right ? 1 : 0,
  }
}

/** What the keys of all probes of a placement begin with. */
export function probePrefix(placement: string): string {
  return `probe:${placement}:`
}
