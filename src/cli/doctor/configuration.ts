import { adminWarnings, type LoadedConfig } from '../../config/load.ts'
import { ok, warning } from '../findings/finding.ts'
import type { Check } from './check.ts'

const ABOUT = 'configuration'

/** Where it comes from, and what in it has no effect. */
export const configurationCheck: Check = ({ loaded }) => {
  const { settings, warnings, notUsedYet } = loaded
  const access = adminWarnings(settings)
  const later = notUsedYet.length === 0 ? '' : `; not used yet: ${notUsedYet.join(', ')}`
  return [
    ok(ABOUT, `valid, ${origin(loaded)}${later}`),
    ...warnings
      .filter((text) => !access.includes(text))
      .map((text) => warning(ABOUT, text, 'mend or remove it')),
  ]
}

function origin({ sources, written }: LoadedConfig): string {
  const from = [...sources.values()]
  const file = [...written]
    .find(([path, { source }]) => source === 'file' && sources.get(path) === 'file')?.[1]
    .where([], false)
    .replace(/:\d+:\d+$/, '')
  const count = from.filter((source) => source === 'environment' || source === '.env').length
  const variables = count === 0 ? undefined : `${count} variable${count === 1 ? '' : 's'}`
  const parts = [file, variables].filter((part) => part !== undefined)
  return parts.length === 0 ? 'all defaults' : `from ${parts.join(' and ')}`
}
