import type { Family, Subject } from '../src/contracts/routing.ts'

/** What is known of all prompts of one task. */
export interface TaskLabels {
  readonly family?: Family
  readonly subject?: Subject
  readonly choice?: boolean
  /** How many of its prompts tell the family; the rest of a large task would drown the others. */
  readonly most?: number
}

/** The data set of nine local models, by task. */
export const LOCAL_TASKS: Readonly<Record<string, TaskLabels>> = {
  'agentverse-logicgrid': { family: 'reasoning', choice: false, most: 60 },
  'agentverse-mgsm': { family: 'math', subject: 'math', choice: false, most: 100 },
  arc_challenge: { choice: true },
  commongen: { choice: false },
  commonsense_qa: { choice: true },
  gpqa: { choice: true },
  gsm8k: { family: 'math', subject: 'math', choice: false, most: 300 },
  human_eval: { family: 'code', subject: 'computing', choice: false },
  math: { family: 'math', subject: 'math', choice: false, most: 300 },
  mbpp: { family: 'code', subject: 'computing', choice: false, most: 250 },
  mmlu: { choice: true },
  natural_qa: { family: 'knowledge', choice: false, most: 250 },
  openbook_qa: { family: 'knowledge', choice: true, most: 60 },
  trivia_qa: { family: 'knowledge', choice: false, most: 250 },
}

/** Questions of these subjects ask for what one knows, those of the others often for a calculation. */
const ASK_KNOWLEDGE: ReadonlySet<Subject> = new Set([
  'biology',
  'health',
  'history',
  'law',
  'philosophy',
  'psychology',
])

/** What a question with given answers is, by its subject. */
export function questionLabels(subject: Subject): TaskLabels {
  if (subject === 'math') return { family: 'math', subject, choice: true, most: 200 }
  if (ASK_KNOWLEDGE.has(subject)) return { family: 'knowledge', subject, choice: true, most: 80 }
  return { subject, choice: true }
}

/** MMLU's files, by parts of their names; the first that fits. */
const MMLU: readonly (readonly [RegExp, Subject])[] = [
  [/computer|machine_learning/, 'computing'],
  [/math|algebra|statistics/, 'math'],
  [/physics|astronomy/, 'physics'],
  [/chemistry/, 'chemistry'],
  [/biology/, 'biology'],
  [/engineering/, 'engineering'],
  [/econom/, 'economics'],
  [/business|management|marketing/, 'business'],
  [/psychology/, 'psychology'],
  [/history/, 'history'],
  [/law|jurisprudence/, 'law'],
  [/philosophy|logic|moral|religion/, 'philosophy'],
  [/anatomy|clinical|medic|nutrition|virology|aging/, 'health'],
]

/** The subject of a file of MMLU's questions, such as `mmlu_college_physics.csv`. */
export function mmluSubject(file: string): Subject {
  return MMLU.find(([part]) => part.test(file))?.[1] ?? 'other'
}

/** BIG-Bench Hard's tasks whose prompts are puzzles; the rest are no clear work of one family. */
export const PUZZLES: readonly string[] = [
  'boolean_expressions',
  'causal_judgement',
  'date_understanding',
  'dyck_languages',
  'formal_fallacies',
  'logical_deduction_five_objects',
  'logical_deduction_seven_objects',
  'logical_deduction_three_objects',
  'navigate',
  'penguins_in_a_table',
  'reasoning_about_colored_objects',
  'temporal_sequences',
  'tracking_shuffled_objects_five_objects',
  'tracking_shuffled_objects_three_objects',
  'web_of_lies',
]

/** The scenarios of Auto-J whose family is plain, by parts of their names; the first that fits. */
const SCENARIOS: readonly (readonly [RegExp, Family])[] = [
  [/code/, 'code'],
  [/math/, 'math'],
  [
    /summari|extract|translat|simplif|polish|correct|paraphras|classif|topic_model|title/,
    'extract',
  ],
  [/^writing_(?!cooking)|creative|functional_writing/, 'writing'],
  [/chitchat/, 'chat'],
  [/explaining_general|verifying_fact/, 'knowledge'],
]

/** The family of a scenario; undefined where its prompts are of several. */
export function scenarioFamily(scenario: string): Family | undefined {
  return SCENARIOS.find(([part]) => part.test(scenario))?.[1]
}
