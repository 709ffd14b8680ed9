import { type Filter, trusted, type Wants } from '../filter.ts'

/** Embedding, audio and image models never chat. */
export const role: Filter<Wants> = {
  name: 'role',
  reject({ facts }, { mode }) {
    const known = trusted(facts.role, mode) ?? 'chat'
    if (known === 'chat') return undefined
    return known === 'embedding' ? 'an embedding model' : 'not a chat model'
  },
}
