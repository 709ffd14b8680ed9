import type { Json } from '../../contracts/json.ts'
import type { CodeTest } from './check.ts'
import type { ProbeData } from './probe-data.ts'

/** A function to write, and what it must give. */
export function implement(
  difficulty: number,
  code: string,
  task: string,
  ...tests: readonly (readonly [given: readonly Json[], gives: Json])[]
): ProbeData {
  const prompt = `Write a JavaScript function ${code} that ${task} Answer with the code only.`
  const all: readonly CodeTest[] = tests.map(([given, gives]) => ({ given, gives }))
  return { difficulty, prompt, check: { code, tests: all }, subject: 'computing' }
}
