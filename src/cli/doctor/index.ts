import { accessCheck } from './access.ts'
import { backendsCheck } from './backends.ts'
import type { Check } from './check.ts'
import { clocksCheck } from './clocks.ts'
import { configurationCheck } from './configuration.ts'
import { contextsCheck } from './contexts.ts'
import { databaseCheck } from './database.ts'
import { nodeVersionCheck } from './node-version.ts'
import { portCheck } from './port.ts'

/** Every check, in the order in which people read what they find. */
export const checks: readonly Check[] = [
  configurationCheck,
  nodeVersionCheck,
  portCheck,
  accessCheck,
  databaseCheck,
  backendsCheck,
  contextsCheck,
  clocksCheck,
]
