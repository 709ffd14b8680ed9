import type { Exam } from '../exam.ts'
import { context } from './context.ts'
import { embedding } from './embedding.ts'
import { json } from './json.ts'
import { reasoning } from './reasoning.ts'
import { speed } from './speed.ts'
import { tools } from './tools.ts'
import { vision } from './vision.ts'

/** Everything to find out about a model that is no matter of skill, in the order in which it is asked. */
export const exams: readonly Exam[] = [speed, reasoning, tools, json, vision, context, embedding]
