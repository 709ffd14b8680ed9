import type { Filter } from '../filter.ts'
import { audio, json, tools, vision } from './capability.ts'
import { context } from './context.ts'
import { health } from './health.ts'
import { locality } from './locality.ts'
import { role } from './role.ts'

/** In this order: what a placement can never do comes before what it cannot do now. */
export const filters: readonly Filter[] = [
  role,
  locality,
  vision,
  audio,
  tools,
  json,
  context,
  health,
]
