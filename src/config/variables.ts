import { resolve } from 'node:path'
import { nearNames } from '../std/near-names.ts'
import type { Problem } from './config-error.ts'
import type { Given } from './given.ts'
import { isBlank } from './given.ts'
import type { ReadFile } from './read-text.ts'
import { readText } from './read-text.ts'
import { schema } from './schema.ts'
import type { Setting } from './setting.ts'

export interface VariablesInput {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly source: '.env' | 'environment'
  readonly cwd: string
  readonly readFile: ReadFile
}

export interface VariablesFound {
  readonly given: readonly Given[]
  readonly problems: readonly Problem[]
  readonly warnings: readonly string[]
}

/** Names that a setting may be given by, the best first; the last of a secret's names a file. */
interface Names {
  readonly main: string
  readonly old: readonly string[]
  readonly file: string | undefined
}

/** Collects what variables say about settings. A blank one says nothing; an unknown one only warns. */
export function readVariables(input: VariablesInput): VariablesFound {
  const given: Given[] = []
  const problems: Problem[] = []
  const warnings = unknownNames(input)
  for (const [path, setting] of schema) {
    const names = namesOf(setting)
    if (names === undefined) continue
    const found = readSetting(path, names, input)
    if (found.given !== undefined) given.push(found.given)
    if (found.problem !== undefined) problems.push(found.problem)
    if (found.warning !== undefined) warnings.push(found.warning)
  }
  return { given, problems, warnings }
}

interface Found {
  readonly given?: Given
  readonly problem?: Problem
  readonly warning?: string
}

function readSetting(path: string, names: Names, input: VariablesInput): Found {
  const filled = (name: string): boolean => !isBlank(input.variables[name])
  const { main, file } = names
  if (file !== undefined && filled(file)) {
    if (filled(main)) return { problem: { path, reason: `is set by ${file} too`, where: main } }
    return readSecretFile(path, file, input)
  }
  const old = names.old.find(filled)
  const warning = old === undefined ? {} : { warning: `${old} is an old name: use ${main}` }
  const name = filled(main) ? main : old
  if (name === undefined) return {}
  return { ...warning, given: variableGiven(path, name, input) }
}

function readSecretFile(path: string, variable: string, input: VariablesInput): Found {
  const file = input.variables[variable] ?? ''
  const where = placeOf(variable, input.source)
  const read = readText(resolve(input.cwd, file.trim()), input.readFile)
  if (read.text === undefined) {
    return { problem: { path, value: file, reason: `the file ${read.reason}`, where } }
  }
  const raw = read.text.trim()
  if (raw === '') return { problem: { path, value: file, reason: 'the file is empty', where } }
  return {
    given: { path, raw, source: input.source, where: () => where, written: () => undefined },
  }
}

function variableGiven(path: string, name: string, input: VariablesInput): Given {
  const raw = input.variables[name]
  const where = placeOf(name, input.source)
  return { path, raw, source: input.source, where: () => where, written: () => raw }
}

function placeOf(name: string, source: VariablesInput['source']): string {
  return source === '.env' ? `${name} in .env` : name
}

function unknownNames({ variables, source }: VariablesInput): string[] {
  return Object.keys(variables)
    .filter((name) => name.startsWith('ROUTER_') && !KNOWN.has(name))
    .map((name) => {
      const [near] = nearNames(name, KNOWN, 1)
      const hint = near === undefined ? '' : ` (did you mean ${near}?)`
      return `${placeOf(name, source)} is not a setting${hint}`
    })
}

function namesOf({ env, oldEnv = [], secret }: Setting): Names | undefined {
  if (env === undefined) return undefined
  return { main: env, old: oldEnv, file: secret === true ? `${env}_FILE` : undefined }
}

const KNOWN: ReadonlySet<string> = new Set(
  [...schema.values()].flatMap((setting) => {
    const names = namesOf(setting)
    if (names === undefined) return []
    return [names.main, ...(names.file === undefined ? [] : [names.file]), ...names.old]
  }),
)
