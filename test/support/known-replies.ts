import { writeFileSync } from 'node:fs'
import type { KnownReply } from '../../src/demo/engine/examined.ts'
import { knownAnswers } from '../../src/learning/grading/known-answers.fixture.ts'
import type { SkillProbe } from '../../src/learning/grading/probe.ts'
import { probes } from '../../src/learning/probes/index.ts'

/** Writes what a simulated model says to every probe, right or wrong as `knows` decides, and to other questions. */
export function writeReplies(
  path: string,
  knows: (probe: SkillProbe) => boolean,
  others: Readonly<Record<string, KnownReply>> = {},
): void {
  const replies = probes.map((probe): readonly [string, KnownReply] => {
    const { right, wrong } = knownAnswers(probe)
    const [answer] = knows(probe) ? right : wrong
    const calls = answer?.toolCalls ?? []
    return [probe.prompt, calls.length > 0 ? { calls } : { text: answer?.text ?? '' }]
  })
  writeFileSync(path, JSON.stringify({ ...Object.fromEntries(replies), ...others }))
}
