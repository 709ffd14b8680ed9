import type { Filter, Reach } from '../filter.ts'

/** A backend that is down gets nothing, unless its model was asked for by name and may yet be tried after others. */
export const health: Filter<Reach> = {
  name: 'health',
  reject({ up }, { mode, someUp }) {
    return up || (mode === 'pinned' && someUp) ? undefined : 'its backend is down'
  },
}
