import type { Filter, Wants } from '../filter.ts'

/** Who wants nothing to leave this network gets no remote model. */
export const privacy: Filter<Wants> = {
  name: 'privacy',
  matters: ({ localOnly }) => localOnly,
  reject({ remote }, { localOnly }) {
    return remote && localOnly ? 'remote, and only local models are wanted' : undefined
  },
}
