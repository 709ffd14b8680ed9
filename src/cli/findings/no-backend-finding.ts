import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { environment } from '../../config/env.ts'
import type { KnownKind } from '../../survey.ts'
import { type Finding, problem } from './finding.ts'
import { orOutside } from './in-container.ts'
import { startIt } from './start-it.ts'

const INSTALL =
  'install and start one (Ollama is the simplest), or list yours under backends: in smarterrouter.yaml; to try the router without any: npm start -- demo'

/** Nothing is configured and nothing was found: says whether a server is installed that only has to be started. */
export function noBackendFinding(kinds: readonly KnownKind[], isContainer: boolean): Finding {
  const ports = kinds.flatMap((kind) => kind.ports).join(', ')
  const installed = kinds.find(({ advice }) => isInstalled(advice.program))
  const text = `none is configured, and no model server answers at the usual ports of this machine (${ports})`
  if (installed === undefined) {
    return problem('backends', text, orOutside(INSTALL, isContainer))
  }
  return problem(
    'backends',
    `${text}; ${installed.title} is installed here, but not running`,
    orOutside(startIt(installed), isContainer),
  )
}

function isInstalled(program: string): boolean {
  const folders = (environment()['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.some((folder) =>
    [program, `${program}.exe`].some((name) => existsSync(join(folder, name))),
  )
}
