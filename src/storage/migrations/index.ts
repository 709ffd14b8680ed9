import type { Migration } from 'kysely/migration'
import { requests } from './001-requests.ts'
import { raisedContexts } from './002-raised-contexts.ts'
import { decisions } from './003-decisions.ts'
import { learning } from './004-learning.ts'
import { profiles } from './005-profiles.ts'
import { benchmarks } from './006-benchmarks.ts'

/** In order, and only ever appended to: how many have run is the version that the file carries. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-requests': requests,
  '002-raised-contexts': raisedContexts,
  '003-decisions': decisions,
  '004-learning': learning,
  '005-profiles': profiles,
  '006-benchmarks': benchmarks,
}
