import { judgeSettings } from './sections/judge.ts'
import { learningSettings } from './sections/learning.ts'
import { memorySettings } from './sections/memory.ts'
import { modelSettings } from './sections/models.ts'
import { profileSettings } from './sections/profile.ts'
import { recordSettings } from './sections/records.ts'
import { serverSettings } from './sections/server.ts'
import { type KindPath, shorthandSettings } from './sections/shorthand.ts'
import type { Section, Setting, ValueOf } from './setting.ts'

/** Every setting there is, by its path in the file: what reading, checking and the reference are made of. */
const settings = {
  ...serverSettings,
  ...shorthandSettings,
  ...modelSettings,
  ...recordSettings,
  ...memorySettings,
  ...profileSettings,
  ...judgeSettings,
  ...learningSettings,
}

type Schema = typeof settings

/** The checked value of every setting. */
export type Values = { readonly [P in keyof Schema]: ValueOf<Schema[P]> } & {
  readonly [P in KindPath]: string | undefined
}

/** The settings as a table to walk through. */
export const schema: ReadonlyMap<string, Setting> = new Map(Object.entries(settings))

/** The same for people, in the order of the reference. */
export const sections: readonly { readonly title: string; readonly settings: Section }[] = [
  { title: 'Server', settings: serverSettings },
  {
    title: 'One backend (several: see backends in smarterrouter.yaml)',
    settings: shorthandSettings,
  },
  { title: 'Models and routing', settings: modelSettings },
  { title: 'Replies and records', settings: recordSettings },
  { title: 'Cache and GPU memory', settings: memorySettings },
  { title: 'Profiles', settings: profileSettings },
  { title: 'Judge', settings: judgeSettings },
  { title: 'Benchmarks', settings: learningSettings },
]
