import type { Filter, Wants } from '../filter.ts'
import { audio, json, tools, vision } from './capability.ts'
import { context } from './context.ts'
import { health } from './health.ts'
import { locality } from './locality.ts'
import { privacy } from './privacy.ts'
import { role } from './role.ts'
import { wanted } from './wanted.ts'

/** What a placement can never do. */
export const abilityFilters: readonly Filter<Wants>[] = [
  wanted,
  role,
  locality,
  privacy,
  vision,
  audio,
  tools,
  json,
]

/** What it cannot do now. */
export const stateFilters: readonly Filter[] = [context, health]

/** In this order: what a placement can never do comes before what it cannot do now. */
export const filters = [...abilityFilters, ...stateFilters] as const
