import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { InputFault } from './input-fault.ts'

/** What the command line asks for. */
export interface RoutingOptions {
  readonly json: boolean
  /** Also writes docs/routing.md and its figures. */
  readonly writeDocs: boolean
  /** A folder in the format of the data, to be scored instead of it. */
  readonly pool: string | undefined
  /** A file of labelled prompts, to be scored instead of the project's own. */
  readonly prompts: string | undefined
  /** Where the data of the tracks lies. */
  readonly data: string
}

const FLAGS = {
  json: { type: 'boolean', default: false },
  'write-docs': { type: 'boolean', default: false },
  pool: { type: 'string' },
  prompts: { type: 'string' },
} as const

/** Reads the flags and ROUTING_DATA; InputFault names what is unknown or missing. */
export function routingOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  root: string,
): RoutingOptions {
  const values = parsed(args)
  const { pool, prompts } = values
  if (pool !== undefined && !isFolder(pool)) throw new InputFault(`there is no folder ${pool}`)
  if (values['write-docs'] && (pool !== undefined || prompts !== undefined)) {
    throw new InputFault('--write-docs goes with the whole data, not with --pool or --prompts')
  }
  return {
    json: values.json,
    writeDocs: values['write-docs'],
    pool,
    prompts,
    data: resolve(root, environment['ROUTING_DATA'] || '../shared/data/routing'),
  }
}

/** Whether there is a folder of that name. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

type Flags = ReturnType<typeof parseArgs<{ options: typeof FLAGS }>>['values']

function parsed(args: readonly string[]): Flags {
  try {
    return parseArgs({ args: [...args], options: FLAGS }).values
  } catch (fault) {
    const [reason = ''] = fault instanceof Error ? fault.message.split('. ') : []
    const flags = Object.keys(FLAGS).map((name) => `--${name}`)
    throw new InputFault(`${reason}; there are ${flags.join(', ')}`)
  }
}
