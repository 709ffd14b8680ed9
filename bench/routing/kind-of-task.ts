/** What the tasks of the nine local models' data set are about. */
const KINDS: Readonly<Record<string, string>> = {
  gsm8k: 'math',
  math: 'math',
  'agentverse-mgsm': 'math',
  mbpp: 'code',
  human_eval: 'code',
  mmlu: 'multiple choice',
  gpqa: 'multiple choice',
  arc_challenge: 'multiple choice',
  openbook_qa: 'multiple choice',
  commonsense_qa: 'multiple choice',
  natural_qa: 'open questions',
  trivia_qa: 'open questions',
  'agentverse-logicgrid': 'logic',
  commongen: 'writing',
}

/** The kind of work that a task is; a task that is not known is one by itself. */
export function kindOfTask(task: string): string {
  return KINDS[task] ?? task
}
