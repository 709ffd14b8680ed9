import { type Filter, trusted, type Wants } from '../filter.ts'

/** A model not known to read images would ignore them silently, so it gets none unless asked for by name. */
export const vision: Filter<Wants> = capability('vision', 'read images', 'must be known')

export const audio: Filter<Wants> = capability('audio', 'hear audio', 'must be known')

export const tools: Filter<Wants> = capability('tools', 'call tools', 'may be unknown')

export const json: Filter<Wants> = capability('json', 'answer in JSON', 'may be unknown')

function capability(
  name: 'vision' | 'audio' | 'tools' | 'json',
  ability: string,
  otherwise: 'must be known' | 'may be unknown',
): Filter<Wants> {
  return {
    name,
    matters: ({ needs }) => needs.includes(name),
    reject({ facts }, { mode }) {
      const able = trusted(facts.capabilities[name], mode)
      if (able === false) return `cannot ${ability}`
      const unsure = able === undefined && otherwise === 'must be known' && mode === 'route'
      return unsure ? `not known to ${ability}` : undefined
    },
  }
}
