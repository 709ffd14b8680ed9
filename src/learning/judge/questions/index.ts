import type { OpenQuestion } from '../open-question.ts'
import { chat } from './chat.ts'
import { code } from './code.ts'
import { extract } from './extract.ts'
import { knowledge } from './knowledge.ts'
import { reasoning } from './reasoning.ts'
import { writing } from './writing.ts'

const families = [writing, code, reasoning, knowledge, extract, chat]

/** The first of each family, then the second of each, and so on. */
export const openQuestions: readonly OpenQuestion[] = [0, 1, 2, 3].flatMap((at) =>
  families.flatMap((questions) => questions[at] ?? []),
)
