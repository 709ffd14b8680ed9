import type { SkillProbe } from '../grading/probe.ts'
import { chat } from './chat.ts'
import { code } from './code.ts'
import { extract } from './extract.ts'
import { harderCode } from './harder-code.ts'
import { knowledge } from './knowledge.ts'
import { math } from './math.ts'
import { reasoning } from './reasoning.ts'
import { tools } from './tools.ts'
import { writing } from './writing.ts'

/** Every probe; within a family in the order in which they are asked. */
export const probes: readonly SkillProbe[] = [
  ...code,
  ...harderCode,
  ...math,
  ...reasoning,
  ...knowledge,
  ...writing,
  ...extract,
  ...tools,
  ...chat,
]
