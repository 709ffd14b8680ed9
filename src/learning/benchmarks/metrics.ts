import type { Family, Subject } from '../../contracts/routing.ts'

/** How a metric's figures become chances of a right answer. */
export interface Metric {
  readonly family: Family
  readonly subject?: Subject
  /** Given answers are to be chosen from. */
  readonly choice?: true
  /** Share that a dense model of 70 billion and of 2024 (Llama 3.1 70B) gets right. */
  readonly typical: number
  /** Logits that the figure moves by for each logit of skill. */
  readonly slope: number
  /** Its figures are Elo numbers: shares are of contests won against the median model. */
  readonly elo?: true
}

/**
 * By source, as everybody measures in a way of their own. `typical` and `slope` of what is in the snapshot were fitted to
 * it: the medians of what models of known size get, beside what `routing/prior.ts` expects of them; `training/README.md`
 * says how. The others are from published figures of Llama 3.1 70B and 8B.
 */
const METRICS: Readonly<Record<string, Readonly<Record<string, Metric>>>> = {
  zeroeval: {
    gsm8k: { family: 'math', subject: 'math', typical: 0.92, slope: 1.2 },
    'math-l5': { family: 'math', subject: 'math', typical: 0.4, slope: 1 },
    crux: { family: 'code', subject: 'computing', typical: 0.65, slope: 1 },
    'mmlu-redux': { family: 'knowledge', choice: true, typical: 0.79, slope: 0.7 },
    zebra: { family: 'reasoning', typical: 0.21, slope: 1.2 },
  },
  wildbench: {
    'wild-writing': { family: 'writing', typical: 0.55, slope: 0.5 },
    'wild-code': { family: 'code', subject: 'computing', typical: 0.42, slope: 1 },
    'wild-reasoning': { family: 'reasoning', typical: 0.51, slope: 0.7 },
    'wild-advice': { family: 'chat', typical: 0.53, slope: 0.6 },
    'wild-math': { family: 'math', subject: 'math', typical: 0.38, slope: 1 },
  },
  aider: {
    'aider-polyglot': { family: 'code', subject: 'computing', typical: 0.21, slope: 1.8 },
  },
  llmrouterbench: {
    aime: { family: 'math', subject: 'math', typical: 0.28, slope: 1.5 },
    'math-500': { family: 'math', subject: 'math', typical: 0.9, slope: 1.3 },
    mathbench: { family: 'math', subject: 'math', typical: 0.83, slope: 1.3 },
    livemathbench: { family: 'math', subject: 'math', typical: 0.35, slope: 1 },
    livecodebench: { family: 'code', subject: 'computing', typical: 0.44, slope: 1 },
    korbench: { family: 'reasoning', typical: 0.59, slope: 1.3 },
    'knights-knaves': { family: 'reasoning', typical: 0.48, slope: 1.5 },
    bbh: { family: 'reasoning', choice: true, typical: 0.77, slope: 1 },
    'mmlu-pro': { family: 'knowledge', choice: true, typical: 0.7, slope: 0.8 },
    gpqa: { family: 'knowledge', choice: true, typical: 0.56, slope: 1 },
    hle: { family: 'knowledge', typical: 0.05, slope: 1 },
    simpleqa: { family: 'knowledge', typical: 0.17, slope: 1 },
    medqa: { family: 'knowledge', subject: 'health', choice: true, typical: 0.84, slope: 1 },
    'arena-hard': { family: 'chat', typical: 0.5, slope: 1 },
    tau2: { family: 'tools', typical: 0.29, slope: 1 },
  },
  huggingface: {
    ifeval: { family: 'writing', typical: 0.87, slope: 0.6 },
    bbh: { family: 'reasoning', choice: true, typical: 0.69, slope: 0.8 },
    'math-l5': { family: 'math', subject: 'math', typical: 0.38, slope: 1.2 },
    gpqa: { family: 'knowledge', choice: true, typical: 0.36, slope: 0.4 },
    musr: { family: 'reasoning', choice: true, typical: 0.46, slope: 0.3 },
    'mmlu-pro': { family: 'knowledge', choice: true, typical: 0.53, slope: 0.65 },
  },
  lmarena: {
    arena: { family: 'chat', typical: 0.5, slope: 1, elo: true },
    'arena-coding': { family: 'code', subject: 'computing', typical: 0.5, slope: 1, elo: true },
    'arena-math': { family: 'math', subject: 'math', typical: 0.5, slope: 1, elo: true },
    'arena-writing': { family: 'writing', typical: 0.5, slope: 1, elo: true },
  },
  artificial_analysis: {
    'mmlu-pro': { family: 'knowledge', choice: true, typical: 0.68, slope: 0.8 },
    gpqa: { family: 'knowledge', choice: true, typical: 0.41, slope: 0.8 },
    hle: { family: 'knowledge', typical: 0.05, slope: 1 },
    livecodebench: { family: 'code', subject: 'computing', typical: 0.23, slope: 1.2 },
    scicode: { family: 'code', subject: 'computing', typical: 0.27, slope: 0.7 },
    'math-500': { family: 'math', subject: 'math', typical: 0.65, slope: 1.3 },
    aime: { family: 'math', subject: 'math', typical: 0.17, slope: 1.5 },
    'aime-25': { family: 'math', subject: 'math', typical: 0.05, slope: 1.5 },
    ifbench: { family: 'writing', typical: 0.34, slope: 0.8 },
    'long-context': { family: 'extract', typical: 0.1, slope: 1.5 },
    tau2: { family: 'tools', typical: 0.2, slope: 1.2 },
  },
}

/** What is known of a metric; undefined = nothing, so that its figures tell nothing. */
export function metricOf(source: string, metric: string): Metric | undefined {
  return Object.hasOwn(METRICS, source) ? METRICS[source]?.[metric] : undefined
}

/** The kind of work that a metric is of. */
export function familyOfMetric(source: string, metric: string): Family | undefined {
  return metricOf(source, metric)?.family
}
