import { backendKinds } from '../../backends/index.ts'
import { backendKind } from '../backend-entry.ts'
import { backendUrl } from '../backend-url.ts'
import type { Setting } from '../setting.ts'
import { setting } from '../setting.ts'
import { secret, text } from '../value-types.ts'

/** Path of a shorthand that a kind of backend declares. */
export type KindPath = `shorthand.url.${string}` | `shorthand.api_key.${string}`

type KindSettings = Readonly<Record<KindPath, Setting<string | undefined>>>

/** One backend without a file, by variables alone. */
export const shorthandSettings = {
  'shorthand.provider': setting({
    type: backendKind(),
    fallback: undefined,
    env: 'ROUTER_PROVIDER',
    envOnly: true,
    about: `Kind of the one backend: ${backendKinds.map(({ kind }) => kind).join(', ')}.`,
  }),
  ...kindSettings(),
  'shorthand.prefix': setting({
    type: text(),
    fallback: undefined,
    env: 'ROUTER_MODEL_PREFIX',
    envOnly: true,
    about: 'Put before the names of models on their way to the backend.',
  }),
}

function kindSettings(): KindSettings {
  const settings: Record<KindPath, Setting<string | undefined>> = {}
  for (const { kind, title, shorthand } of backendKinds) {
    settings[`shorthand.url.${kind}`] = {
      type: backendUrl(),
      fallback: undefined,
      env: shorthand.url,
      envOnly: true,
      about: `Address for ${title}, such as ${shorthand.defaultUrl}.`,
    }
    if (shorthand.apiKey === undefined) continue
    settings[`shorthand.api_key.${kind}`] = {
      type: secret(),
      fallback: undefined,
      env: shorthand.apiKey,
      envOnly: true,
      secret: true,
      about: 'Its key.',
    }
  }
  return settings
}
