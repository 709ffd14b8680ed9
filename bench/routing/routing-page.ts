import type { RoutingFigure } from './routing-figures.ts'
import type { RoutingResult } from './routing-result.ts'
import { type ReportPart, routingTables } from './routing-tables.ts'

interface Section {
  readonly title: string
  readonly text: string
  /** Names of tables. */
  readonly parts: readonly string[]
  /** Files of figures. */
  readonly pictures: readonly string[]
}

const INTRODUCTION = `# How well the router chooses

\`npm run bench:routing\` puts the router's own code to the test: its analysis of a prompt, what it learns of each model, and its decision. No model is asked. Every outcome was recorded by others, in the repositories of RouteLLM, LLMRouter, MMLU-Pro, ZeroEval and MisguidedAttention, and is only read here; that folder of data is not part of this project, \`ROUTING_DATA\` names it. Figures are shown as they came out, missed goals among them.

Every prompt falls into one of ten folds by a hash of its question, without options, instructions and punctuation: 0 to 5 are for training, 6 for choosing settings, 7 to 9 for these tables. A question that several data sets restate is in the same fold in all of them.`

const SECTIONS: readonly Section[] = [
  {
    title: 'Pools of models',
    text: "The router starts with the names of the models only, is told the outcomes of the train folds, and is asked the test folds at the policy `quality`. `local-9`: nine models of 7 to 70 billion on fourteen tasks. `mmlu-pro`: nine models on multiple choice in fourteen subjects. `zeroeval`: twelve models on two sets of mathematics and one of reading code. The best single model is the one that is best on the train folds; the oracle always knows a model that is right. The interval is a paired bootstrap over prompts. AUC and Brier score are those of P(right), averaged over the models. The goal of the difference is that its interval is above 0, for `zeroeval` above -1. AIQ is the mean quality over the range of costs when cost is weighed more and more, AIQ zero that of mixing single models by lot. Cost is billions of active parameters times thousands of tokens: for `local-9` those of the prompt and the router's estimate of the answer, elsewhere those of the recorded answers; hosted models, whose sizes nobody knows, are left out of it. On `zeroeval` one model is the best of nearly every kind of question, so that the guard lets the router leave it for none.",
    parts: ['pools'],
    pictures: ['frontier.svg', 'calibration.svg'],
  },
  {
    title: 'Simpler ways',
    text: 'On the same prompts, with the same train folds. "Keywords of the original" is a re-implementation of the first SmarterRouter\'s keyword categories and sizes from a description of it, not its code. "Length only" uses the best model for each tenth of lengths, "family table" the train accuracy of the families that the router sees in the prompt, "100 nearest neighbours" the outcomes of the most similar prompts by hashed n-grams.',
    parts: ['baselines'],
    pictures: [],
  },
  {
    title: 'A weak and a strong model',
    text: 'RouteLLM\'s files: Mixtral 8x7B and GPT-4 on MMLU, GSM8K and MT-Bench. A router puts prompts in order, and the first of them go to the strong model. APGR is the share of the gap between the models that is recovered, averaged over all shares of strong calls; CPT is the least share of strong calls that recovers so much of it. Without labels the router orders by the difficulty it sees; with 1,500 labels a ridge regression learns the gain from the same n-grams (five draws of labels from the train folds). "Weighted keywords" is a re-implementation of the kind of complexity score that gateways ship. The goals without labels are what length alone reaches on all ten folds; on the test folds that is less for MMLU and more for GSM8K. Within one subject of MMLU hardly any order is better than chance: what can be told is which subject gains more, and long case questions, of law above all, happen to gain much. MT-Bench has too few questions to tell routers apart and is only reported.',
    parts: ['pairs'],
    pictures: [],
  },
  {
    title: 'Short but hard',
    text: 'Trick questions that look like well-known riddles and are not, beside everyday prompts of the same lengths that people call easy. Of a model of 8 billion and one of 70 billion the router chooses at the policy `balanced`. "Told apart" is the chance that a trick question is thought harder than an everyday prompt; the rank correlation is that of difficulty with the share of 59 models that fail.',
    parts: ['stress'],
    pictures: [],
  },
  {
    title: 'A new model',
    text: 'One of the nine local models is unknown but for its name and is asked some questions of each of six kinds of work; the others are known. Means over which model is new and over twenty draws of questions.',
    parts: ['cold start'],
    pictures: ['cold-start.svg'],
  },
  {
    title: 'Learning from ratings',
    text: 'A stream of 15,000 requests to the nine local models that starts with their names only; every fifth answer is rated, and every tenth rating is wrong. Means of five runs.',
    parts: ['online'],
    pictures: ['online.svg'],
  },
  {
    title: 'Unseen tasks',
    text: 'Each of the fourteen tasks is left out of what the router learns from, and is then what it is asked.',
    parts: ['unseen tasks'],
    pictures: [],
  },
  {
    title: 'Kinds of work',
    text: 'What the router takes the prompts of `bench/routing/labelled-prompts.jsonl` for, by what people say they are. `--prompts` scores any other file of that form.',
    parts: ['families'],
    pictures: [],
  },
  {
    title: 'Time',
    text: 'Analysis and decision together, medians of three fresh processes. Cold is the first decision of its kind in a process.',
    parts: ['latency'],
    pictures: [],
  },
  {
    title: 'What both sides of the split share',
    text: "Questions of the test folds that also stand in train folds, of the same track and of any. For the kinds of work, the project's training prompts beside those it is judged by.",
    parts: ['leakage'],
    pictures: [],
  },
]

const LIMITS = `## What this does not say

Most recorded outcomes are multiple choice, mathematics and code, from models of 2023 to 2025. Few are open conversation, so how well such prompts are routed is not known from them. Two prompts of the same length can be of very different cost in practice; the costs here follow size and length only. To try other models, give \`--pool\` a folder with \`prompts.jsonl\` (\`id\`, \`prompt\`), \`outcomes.csv\` (\`id\` and one column per model, 0 to 1) and, where known, \`cost_usd.csv\`.`

/** The page about how well the router chooses, with the tables as they came out. */
export function routingPage(result: RoutingResult, figures: readonly RoutingFigure[]): string {
  const tables = new Map(routingTables(result).map((part) => [part.name, part]))
  const sections = SECTIONS.map(({ title, text, parts, pictures }) =>
    [
      `## ${title}`,
      text,
      ...parts.flatMap((name) => fenced(tables.get(name))),
      ...figures
        .filter(({ file }) => pictures.includes(file))
        .map(({ file, alt }) => `![${alt}](routing/${file})`),
    ].join('\n\n'),
  )
  return `${[INTRODUCTION, judgement(tables), ...sections, LIMITS].join('\n\n')}\n`
}

/** Counts the goals from the tables themselves, so that the sentence cannot say anything else. */
function judgement(tables: ReadonlyMap<string, ReportPart>): string {
  const text = [...tables.values()].map((part) => part.text).join('')
  const met = text.match(/\bmet\b/g)?.length ?? 0
  const missed = text.match(/\bMISSED\b/g)?.length ?? 0
  return `Of ${met + missed} goals, ${met} were met and ${missed} missed; each is marked in its table.`
}

function fenced(part: ReportPart | undefined): readonly string[] {
  return part === undefined ? [] : [`\`\`\`\n${part.text}\`\`\``]
}
