import { parse } from 'yaml'

const SHOWN = 100

/** Characters; nobody writes more by hand. */
const LONGEST = 1024 * 1024

/**
 * Reads which model here a published name means, from JSON or YAML: `"published name": "my model id"`. Gives ids by
 * published names in lower case. Error, fit for people, naming the entry that is none.
 */
export function userMapping(text: string): ReadonlyMap<string, string> {
  if (text.length > LONGEST) throw new Error('the mapping is too long')
  const value = readValue(text)
  if (value === null || value === undefined) return new Map()
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new Error('the mapping is no list of "published name": "my model id"')
  }
  return new Map(Object.entries(value).map(([name, id]) => entryOf(name, id)))
}

function readValue(text: string): unknown {
  try {
    return parse(text, { uniqueKeys: true, maxAliasCount: 0 })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : `${cause}`
    throw new Error(`the mapping cannot be read: ${why}`, { cause })
  }
}

function entryOf(name: string, id: unknown): readonly [string, string] {
  if (name.trim() === '') throw new Error('the mapping has an entry without a published name')
  if (typeof id === 'string' && id.trim() !== '') return [name.trim().toLowerCase(), id.trim()]
  const shown = JSON.stringify(name.slice(0, SHOWN))
  throw new Error(`the mapping says no model id for ${shown}, but ${JSON.stringify(id)}`)
}
