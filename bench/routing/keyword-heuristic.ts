/** What the original router reads from a prompt's words: sums of weights without upper bound, but for complexity. */
export interface KeywordScores {
  readonly reasoning: number
  readonly coding: number
  readonly creativity: number
  readonly factual: number
  /** 0 to 1. */
  readonly complexity: number
}

const REASONING =
  'calculate,logic,solve,prove,math,pattern,because,speed,how many,result,therefore,deduce,puzzle,probability,equation,compare,why,infer'
const CODING =
  'code,function,implement,algorithm,python,java,javascript,sql,api,class,return,import,bug,fix,script,json,xml,yaml,parse,schema,debug,compile,variable,loop'
const CREATIVITY =
  'story,write,poem,describe,imagine,character,song,joke,novel,fiction,creative,plot,dialogue,lyrics,haiku,tale'
const FACTUAL =
  'what is,who is,define,explain,history,capital,year,date,list,summarize,when,where,which,name,meaning'
const COMPLEXITY =
  'complex,detailed,optimized,architecture,distributed,implement,algorithm,tree,graph,async,subtle,imply,concurrent,scalable,performance,analyze,evaluate,design,integrate,recursive,dynamic,multiple,system,advanced,comprehensive,edge case,constraint,thread,proof,theorem,derive'
const CONNECTIVES =
  'with,and,also,include,error,handle,thread,then,plus,support,test,valid,cache,retry,log,secure,optional,both,multiple'

const CODE_MARKS = ['```', 'def ', 'function ', 'const ', 'let ', 'var ', 'class ']

/** Which category a word in a model's name speaks for, and how much. */
const AFFINITIES: readonly (readonly [RegExp, keyof KeywordScores, number])[] = [
  [/coder|starcoder|codegeex|codellama/i, 'coding', 0.9],
  [/coder|starcoder|codegeex|codellama/i, 'reasoning', 0.5],
  [/r1|math|logic|thought|reasoner/i, 'reasoning', 1],
  [/dolphin|uncensored|creative|writer/i, 'creativity', 0.8],
  [/llama|mistral|gemma|phi|qwen/i, 'factual', 0.7],
  [/llama|mistral|gemma|phi|qwen/i, 'creativity', 0.6],
]

/** The original's analysis of a prompt, re-implemented from a description that names only some of its words. */
export function keywordScores(prompt: string): KeywordScores {
  const text = prompt.toLowerCase()
  const marked = CODE_MARKS.some((mark) => prompt.includes(mark))
  const coding = marked ? 1 : 0.4 * found(text, CODING)
  const scores = {
    reasoning: 0.3 * found(text, REASONING),
    coding,
    creativity: 0.35 * found(text, CREATIVITY),
    factual: 0.3 * found(text, FACTUAL),
  }
  const none = Object.values(scores).every((score) => score === 0)
  return {
    ...scores,
    ...(none && { factual: 0.5 }),
    complexity: complexityOf(prompt, text, coding),
  }
}

/** Size bonus and penalty of the original at its highest quality preference, by complexity and billions. */
export function sizeBonus(complexity: number, billions: number): number {
  const step = [30, 14, 7, 4].findIndex((least) => billions >= least)
  const at = step < 0 ? 4 : step
  const general = complexity >= 0.3 ? ([3, 2, 1, 0, -2][at] ?? 0) * 0.75 : 0
  if (complexity >= 0.5) return general + ([4.5, 3, 1.5, 0, -4.5][at] ?? 0)
  if (complexity >= 0.3) return general + ([3, 1.8, 0.6, 0, -3][at] ?? 0)
  return general
}

/** What the original expects of a model's name in a category. */
export function nameAffinity(model: string, category: keyof KeywordScores): number {
  const row = AFFINITIES.find(([name, of]) => of === category && name.test(model))
  return row?.[2] ?? 0.1
}

function complexityOf(prompt: string, text: string, coding: number): number {
  const parts = [
    prompt.length > 500 ? 0.2 : 0,
    prompt.length > 1_500 ? 0.3 : 0,
    prompt.split('?').length > 3 ? 0.1 : 0,
    prompt.split('\n').length > 6 ? 0.1 : 0,
    0.15 * found(text, COMPLEXITY),
    coding > 0.5 ? ([0, 0, 0.15, 0.3][Math.min(3, found(text, CONNECTIVES))] ?? 0) : 0,
  ]
  return Math.min(
    1,
    parts.reduce((total, part) => total + part),
  )
}

function found(text: string, words: string): number {
  return words.split(',').filter((word) => text.includes(word)).length
}
