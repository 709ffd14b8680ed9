import { readFileSync } from 'node:fs'
import { memoise } from '../../std/memoise.ts'
import type { Prompt, Tool } from './answer.ts'
import type { SimulatedModel } from './description.ts'

/** What is said to a question, by its text. */
export interface KnownReply {
  readonly text?: string
  readonly calls?: readonly { readonly name: string; readonly arguments: string }[]
}

const LONG_ANSWER = 400

const repliesIn = memoise(
  (path: string): Readonly<Record<string, KnownReply>> => JSON.parse(readFileSync(path, 'utf8')),
  100,
)

/**
 * What a simulated model says when a router gets to know it: to the questions of its file of replies, and to those that
 * tell what it can do; undefined = it is asked something else.
 */
export function examined(
  model: SimulatedModel,
  prompt: Prompt,
  asked: string,
): KnownReply | undefined {
  const known = model.replies === '' ? undefined : repliesIn(model.replies)[asked]
  return known ?? toolUse(model, prompt, asked) ?? passwords(asked) ?? recital(asked)
}

function toolUse({ talents }: SimulatedModel, { tools }: Prompt, asked: string) {
  const name = /Use the tool (\w+)/.exec(asked)?.[1]
  const tool = tools.find((one) => one.name === name)
  if (tool === undefined || !talents.includes('tools')) return undefined
  return { calls: [{ name: tool.name, arguments: JSON.stringify(argumentsFrom(tool, asked)) }] }
}

/** Of each field the word of its list that is asked for, or else the name of a place. */
function argumentsFrom({ parameters }: Tool, asked: string): object {
  const fields: Readonly<Record<string, { readonly enum?: readonly string[] }>> =
    Object(parameters).properties ?? {}
  const place = /\bin ([A-Z]\w+)/.exec(asked)?.[1] ?? ''
  return Object.fromEntries(
    Object.entries(fields).map(([field, { enum: words }]) => [
      field,
      words?.find((word) => asked.includes(word)) ?? place,
    ]),
  )
}

function passwords(asked: string): KnownReply | undefined {
  if (!asked.endsWith('nothing else.')) return undefined
  const found = [...asked.matchAll(/password is (\w+)\./g)].map(([, password]) => password)
  return { text: found.join(' ') || 'I found none.' }
}

function recital(asked: string): KnownReply | undefined {
  if (asked.endsWith('Say OK.')) return { text: 'OK' }
  if (!asked.includes('Count from one')) return undefined
  return { text: Array.from({ length: LONG_ANSWER }, (_, at) => `word${at + 1}`).join(' ') }
}
