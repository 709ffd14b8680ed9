import type { Json } from '../../contracts/json.ts'
import type { SimulatedModel } from './description.ts'
import { examined } from './examined.ts'
import { sampleJson } from './sample-json.ts'
import { tokenise } from './tokens.ts'

export interface Said {
  readonly role: string
  readonly text: string
  readonly images: number
}

export interface Tool {
  readonly name: string
  readonly parameters?: Json
}

/** What a model is asked, whichever protocol brought it. */
export interface Prompt {
  readonly messages: readonly Said[]
  readonly tools: readonly Tool[]
  /** This tool must be called, whatever the text says. */
  readonly mustCall?: string | undefined
  /** A JSON schema; `{}` = any object. */
  readonly format?: Json | undefined
  readonly maxTokens: number
  readonly stop: readonly string[]
  /** `auto`: only when the text has a `think` directive. */
  readonly thinking: 'on' | 'off' | 'auto'
}

/** One token of an answer. The first one of a call carries the tool's name, `text` a piece of its arguments. */
export type Piece =
  | { readonly kind: 'reasoning' | 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly index: number; readonly name?: string; readonly text: string }

export interface Answer {
  readonly pieces: readonly Piece[]
  readonly finish: 'stop' | 'length' | 'tool_calls'
  /** The stop word that ended its text. */
  readonly stopped: string | undefined
}

/**
 * What a simulated model says: the same for the same prompt, and labelled as simulated unless a directive in the last
 * user message decides: `[[say:TEXT]]`, `[[tokens:N]]`, `[[think:TEXT]]`, `[[tool]]` (calls the first tool),
 * `[[call:NAME {"json":1}]]` (repeatable) and `[[quiz:FAMILY 0.6 RIGHT|WRONG]]` (right if the model's skill suffices).
 */
export function answer(model: SimulatedModel, prompt: Prompt): Answer {
  const asked = lastUserText(prompt)
  const answered = toolResults(prompt)
  const calls = answered.length > 0 ? [] : callsOf(model, prompt, asked)
  const spoken = cutAtStop(words(model, prompt, calls.length > 0), prompt.stop)
  const pieces: readonly Piece[] = [
    ...tokenise(thoughts(model, prompt, asked)).map(
      (text) => ({ kind: 'reasoning', text }) as const,
    ),
    ...tokenise(spoken.text).map((text) => ({ kind: 'text', text }) as const),
    ...calls.flatMap(callPieces),
  ]
  if (pieces.length > prompt.maxTokens) {
    return { pieces: pieces.slice(0, prompt.maxTokens), finish: 'length', stopped: undefined }
  }
  return { pieces, finish: calls.length > 0 ? 'tool_calls' : 'stop', stopped: spoken.stopped }
}

/** Tokens a prompt counts for: its text, a few for each message, its tools, and its images if the model sees them. */
export function promptTokens(model: SimulatedModel, prompt: Prompt): number {
  const perImage = model.talents.includes('vision') ? 64 : 0
  const tools = prompt.tools.length === 0 ? 0 : tokenise(JSON.stringify(prompt.tools)).length
  return prompt.messages.reduce(
    (sum, said) => sum + tokenise(said.text).length + 4 + said.images * perImage,
    tools,
  )
}

/** An answer's text, and the stop word that cut it. */
interface Spoken {
  readonly text: string
  readonly stopped: string | undefined
}

interface Call {
  readonly name: string
  readonly arguments: string
}

function thoughts(model: SimulatedModel, prompt: Prompt, asked: string): string {
  if (prompt.thinking === 'off' || !model.talents.includes('thinking')) return ''
  const told = directive('think', asked)
  return told ?? (prompt.thinking === 'on' ? 'These are simulated thoughts.' : '')
}

function words(model: SimulatedModel, prompt: Prompt, calling: boolean): string {
  const asked = lastUserText(prompt)
  const results = toolResults(prompt)
  if (results.length > 0) {
    const quoted = results.map((text) => `"${text}"`).join(', ')
    return framed(
      model,
      `This is a simulated answer from ${model.name}. The tools said: ${quoted}.`,
    )
  }
  const told = directive('say', asked) ?? counted(asked) ?? quizzed(model, asked)
  if (told !== undefined) return `${model.opening}${told}`
  const known = examined(model, prompt, asked)?.text
  if (known !== undefined) return known
  if (calling) return ''
  if (prompt.format !== undefined) return json(model, prompt.format)
  const said = `This is a simulated answer from ${model.name}. ${seen(model, prompt)}You said: ${excerpt(asked)}`
  return framed(model, said)
}

function framed({ opening, closing }: SimulatedModel, text: string): string {
  return `${opening}${text}${closing}`
}

function json(model: SimulatedModel, schema: Json): string {
  const sample = sampleJson(schema)
  return JSON.stringify(sample === 'simulated' ? { simulated: true, model: model.name } : sample)
}

function seen(model: SimulatedModel, prompt: Prompt): string {
  const images = prompt.messages.reduce((sum, said) => sum + said.images, 0)
  return images > 0 && model.talents.includes('vision') ? `I see ${images} image(s). ` : ''
}

function callsOf(model: SimulatedModel, prompt: Prompt, asked: string): readonly Call[] {
  const first = prompt.tools.find((tool) => tool.name === (prompt.mustCall ?? tool.name))
  if (first === undefined) return []
  const told = [...asked.matchAll(CALL)].map(([, name = '', args = '{}']) => ({
    name,
    arguments: args,
  }))
  const named = told.filter((call) => prompt.tools.some((tool) => tool.name === call.name))
  if (named.length > 0) return named
  const known = examined(model, prompt, asked)?.calls
  if (known !== undefined) return known
  if (prompt.mustCall === undefined && !asked.includes('[[tool]]')) return []
  return [{ name: first.name, arguments: sampleArguments(first) }]
}

const CALL = /\[\[call:([\w.-]+)\s*(\{.*?\})?\]\]/gs

function sampleArguments(tool: Tool): string {
  const sample = sampleJson(tool.parameters)
  return JSON.stringify(sample === 'simulated' ? {} : sample)
}

function callPieces(call: Call, index: number): readonly Piece[] {
  return tokenise(call.arguments).map((text, at) =>
    at === 0 ? { kind: 'call', index, name: call.name, text } : { kind: 'call', index, text },
  )
}

function lastUserText(prompt: Prompt): string {
  return prompt.messages.findLast((said) => said.role === 'user')?.text ?? ''
}

function toolResults(prompt: Prompt): readonly string[] {
  const last = prompt.messages.findLastIndex((said) => said.role !== 'tool')
  return prompt.messages.slice(last + 1).map((said) => said.text)
}

function directive(name: string, text: string): string | undefined {
  return new RegExp(`\\[\\[${name}:(.*?)\\]\\]`, 's').exec(text)?.[1]
}

function counted(asked: string): string | undefined {
  const count = directive('tokens', asked)
  if (count === undefined) return undefined
  const length = Math.min(Number(count), MOST_WORDS)
  return Array.from({ length }, (_, at) => `word${at + 1}`).join(' ')
}

const MOST_WORDS = 100_000

function quizzed(model: SimulatedModel, asked: string): string | undefined {
  const quiz = directive('quiz', asked)
  if (quiz === undefined) return undefined
  const [, family = '', level = '0', right, wrong] = /(\S+)\s+(\S+)\s+(.*)\|(.*)/s.exec(quiz) ?? []
  return (model.skill[family] ?? 0) >= Number(level) ? right : wrong
}

function cutAtStop(text: string, stop: readonly string[]): Spoken {
  const ends = stop.map((stopped) => ({ stopped, at: text.indexOf(stopped) }))
  const [first] = ends.filter(({ at }) => at >= 0).toSorted((a, b) => a.at - b.at)
  return { text: text.slice(0, first?.at), stopped: first?.stopped }
}

function excerpt(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
