import type { Filter, Wants } from '../filter.ts'

/** What the user did not open for routing, such as models of a remote backend, answers only when asked for by name. */
export const locality: Filter<Wants> = {
  name: 'locality',
  reject({ routable }, { mode, only }) {
    return routable || mode === 'pinned' || only !== undefined
      ? undefined
      : 'answers only to its exact name'
  },
}
