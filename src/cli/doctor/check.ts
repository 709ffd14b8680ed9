import type { LoadedConfig } from '../../config/load.ts'
import type { Survey } from '../../survey.ts'
import type { Finding } from '../findings/finding.ts'
import type { PortState } from '../setup/port-state.ts'

/** What the checks judge. */
interface Examined {
  readonly loaded: LoadedConfig
  readonly survey: Survey
  readonly port: PortState
}

/** One of these per file in `doctor/`. */
export type Check = (examined: Examined) => readonly Finding[] | Promise<readonly Finding[]>
